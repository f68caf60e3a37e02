import { hashGivenFiles, provenanceOf, readableFiles } from '../results/provenance.ts';
import type { GivenFile, Provenance } from '../results/resultSchema.ts';
import { fingerprint } from '../sequence/fingerprint.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { type ExperimentConfiguration, networksOf } from './configuration.ts';
import type { ExperimentState } from './experimentState.ts';
import { frameCountOf } from './frameCount.ts';
import { type ExperimentMedia, givenFiles } from './media.ts';
import { networkFilesOf } from './networkFilesOf.ts';
import { completeColumns } from './result.ts';
import type { Workers } from './workers.ts';

/**
 * Collects what is needed to repeat an experiment, while it runs. Call it after the sequence has
 * been read, so that the pictures' digests are already cached.
 *
 * @returns a function that adds the data of the finished experiment; it throws a Problem when a
 *   network cannot be loaded, or when a user-supplied file from which a column was made cannot be
 *   read
 * @throws Problem when a file of the sequence cannot be read; AbortError
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
    const { provider } = finished;
    const precision = provider?.precision ?? 'float32';
    return provenanceOf({
      input,
      givenFiles: readableFiles(hashed, (role) => isUsed(role, finished)),
      // Without the signal: aborting would terminate the worker, and this call is cheap.
      networks: await networkFilesOf(networks, networksOf(configuration.columns), precision),
      provider,
    });
  };
}

/** True when a column was made from the file with this role. */
function isUsed(role: GivenFile['role'], finished: ExperimentState): boolean {
  const source = role === 'x265 stream' ? 'stream' : 'import';
  return completeColumns(finished).some(({ spec }) => spec.pictures.source === source);
}
