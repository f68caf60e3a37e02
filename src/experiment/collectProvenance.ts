import { hashGivenFiles, provenanceOf, readableFiles } from '../results/provenance.ts';
import type { GivenFile, Provenance } from '../results/resultSchema.ts';
import { fingerprint } from '../sequence/fingerprint.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ExperimentState } from './experimentState.ts';
import { frameCountOf } from './frameCount.ts';
import { type ExperimentMedia, givenFiles } from './media.ts';
import type { Workers } from './workers.ts';

/**
 * Collects what is needed to repeat an experiment, while it runs. Begins best once the sequence has
 * been read: its pictures' digests are then known.
 *
 * @returns a function that completes it with what only the finished experiment knows
 * @throws Problem when a file of the sequence or a given one cannot be read, or AbortError; the
 *   function when a network cannot be loaded
 */
export async function collectProvenance(
  source: SequenceSource,
  configuration: ExperimentConfiguration,
  media: ExperimentMedia,
  { networks }: Pick<Workers, 'networks'>,
  signal: AbortSignal,
): Promise<(finished: ExperimentState) => Promise<Provenance>> {
  const input = await fingerprint(source, frameCountOf(source, configuration), { signal });
  const hashed = await hashGivenFiles(givenFiles(media), signal);
  return async (finished) => {
    const { video, provider } = finished;
    const precision = provider?.precision ?? 'float32';
    return provenanceOf({
      input,
      commandLine: video?.commandLine ?? null,
      givenFiles: readableFiles(hashed, (role) => isUsed(role, finished)),
      // Without the signal: it would end the worker, and this call costs next to nothing.
      networks: await networks.run((api) => api.networkFiles(configuration.network, precision)),
      provider,
    });
  };
}

/** True where a column was made from the file of this role. */
function isUsed(role: GivenFile['role'], { columns }: ExperimentState): boolean {
  const made = role === 'x265 stream' ? [columns.x265, columns.ours] : [columns.imported];
  return made.some(({ scores, problem }) => scores.length > 0 && problem === null);
}
