import type { ExperimentConfiguration } from '../experiment/configuration.ts';
import type { ExperimentState } from '../experiment/experimentState.ts';
import { frameCountOf } from '../experiment/frameCount.ts';
import type { ExperimentMedia } from '../experiment/media.ts';
import type { Threads } from '../experiment/threads.ts';
import { fileDigest } from '../files/digest.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { isAbort } from '../problem.ts';
import { fingerprint } from '../sequence/fingerprint.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { packageVersions } from './packageVersions.ts';
import type { GivenFile, Provenance } from './resultSchema.ts';

/**
 * Collects what is needed to repeat an experiment, while it runs.
 *
 * @returns a function that completes it with what only the finished experiment knows
 * @throws Problem when a file of the sequence or a given one cannot be read, or AbortError; the
 *   function when a network cannot be loaded
 */
export async function makeProvenance(
  source: SequenceSource,
  configuration: ExperimentConfiguration,
  media: ExperimentMedia,
  { networks }: Pick<Threads, 'networks'>,
  signal: AbortSignal,
): Promise<(finished: ExperimentState) => Promise<Provenance>> {
  const input = await fingerprint(source, frameCountOf(source, configuration), { signal });
  const hashed = await hashGivenFiles(media, signal);
  return async (finished) => {
    const { video, provider } = finished;
    const precision = provider?.precision ?? 'float32';
    // Without the signal: it would end the thread, and this call costs next to nothing.
    const files = await networks.run((api) => api.networkFiles(configuration.network, precision));
    return {
      date: new Date().toISOString(),
      input,
      commandLine: video?.commandLine ?? null,
      givenFiles: readableFiles(hashed, finished),
      networks: files.map(({ name, sha256 }) => ({ name, sha256 })),
      device: provider?.device ?? 'unknown',
      adapter: provider?.adapter ?? null,
      providerReason: provider?.reason ?? null,
      goldenDifference: provider?.goldenDifference ?? null,
      browser: globalThis.navigator?.userAgent ?? 'none',
      versions: packageVersions,
    };
  };
}

/** A file that a person gave, or why it could not be read. */
type HashedFile = GivenFile | { readonly role: GivenFile['role']; readonly error: unknown };

/**
 * The files that could be read. One that could not made no column: the others' result stands.
 *
 * @throws what reading it threw, where a column was made from it all the same
 */
function readableFiles(hashed: readonly HashedFile[], { columns }: ExperimentState): GivenFile[] {
  return hashed.flatMap((file) => {
    if ('sha256' in file) return file;
    const made = file.role === 'x265 stream' ? [columns.x265, columns.ours] : [columns.imported];
    if (made.some(({ scores, problem }) => scores.length > 0 && problem === null)) throw file.error;
    return [];
  });
}

async function hashGivenFiles(
  { x265Stream, imported }: ExperimentMedia,
  signal: AbortSignal,
): Promise<HashedFile[]> {
  const files: HashedFile[] = [];
  const add = async (role: GivenFile['role'], file: NamedFile | null) => {
    if (!file) return;
    try {
      files.push({ role, name: file.name, sha256: await fileDigest(file, { signal }) });
    } catch (error) {
      if (isAbort(error)) throw error;
      files.push({ role, error });
    }
  };
  await add('x265 stream', x265Stream);
  if (imported?.kind === 'stream') await add('imported stream', imported.file);
  if (imported?.kind === 'frames') {
    await add('imported pictures', imported.file);
    await add('imported bitstream', imported.bitstream);
  }
  return files;
}
