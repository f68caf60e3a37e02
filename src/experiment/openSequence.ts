import { proxy } from 'comlink';
import { isAbort, Problem } from '../problem.ts';
import { officialObjectIds } from '../scoring/labelMapScore.ts';
import type { Frames } from '../sequence/frames.ts';
import { labelMap, objectIdsOf } from '../sequence/labelMaps.ts';
import type { Truth } from '../sequence/readTruth.ts';
import type { NamedPicture, SequenceSource } from '../sequence/sequence.ts';
import type { ProgressReporter } from './progressReporter.ts';
import type { Threads } from './threads.ts';

/** Files read at once; more would only queue in the browser. */
const PARALLEL_READS = 6;

/** A sequence in memory: its pictures as planes and its ground truth as ids. */
export interface OpenSequence {
  readonly source: SequenceSource;
  readonly frames: Frames;
  readonly truth: Truth;
  /** The objects to segment: those of the first frame's mask. */
  readonly objectIds: readonly number[];
  /** The objects to score, as the official evaluation counts them: 1 to the highest id. */
  readonly scoredIds: readonly number[];
}

/**
 * Reads a sequence's first `frameCount` pictures and annotations.
 *
 * @throws Problem that names the file or frame when one cannot be read, or when the first frame
 *   has no mask
 */
export async function readSequence(
  source: SequenceSource,
  frameCount: number,
  threads: Pick<Threads, 'codec' | 'scoring'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<OpenSequence> {
  try {
    return await read(source, frameCount, threads, reporter, signal);
  } catch (error) {
    if (!isAbort(error)) reporter.endStage('read', 'failed');
    throw error;
  }
}

async function read(
  source: SequenceSource,
  frameCount: number,
  threads: Pick<Threads, 'codec' | 'scoring'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<OpenSequence> {
  reporter.stage('read', 0, frameCount);
  const indices = Array.from({ length: frameCount }, (_, index) => index);
  const [pictures, annotations] = await Promise.all([
    mapInParallel(indices, (index) => readPicture(source, index), signal),
    mapInParallel(indices, (index) => readAnnotation(source, index), signal),
  ]);
  const [frames, truth] = await Promise.all([
    threads.codec.run(
      (codec) =>
        codec.ingest(
          pictures,
          source.size,
          proxy((done, total) => reporter.stage('read', done, total)),
        ),
      signal,
    ),
    threads.scoring.run((scoring) => scoring.readTruth(annotations, source.size), signal),
  ]);
  const firstMap = labelMap(truth.maps, 0);
  const objectIds = truth.annotated[0] ? objectIdsOf(firstMap) : [];
  if (objectIds.length === 0) {
    throw new Problem(
      `${source.name} has no mask for its first frame (${annotationName(source, 0)}), or an empty one.`,
      'VOS starts from that mask: add it to the Annotations folder and open the folder again.',
    );
  }
  return { source, frames, truth, objectIds, scoredIds: officialObjectIds(firstMap) };
}

async function readPicture(source: SequenceSource, index: number): Promise<NamedPicture> {
  const name = source.pictureNames[index] ?? `frame ${index}`;
  return { name: `${source.name}/${name}`, data: await source.readPicture(index) };
}

async function readAnnotation(source: SequenceSource, index: number): Promise<NamedPicture | null> {
  const data = await source.readAnnotation(index);
  return data && { name: annotationName(source, index), data };
}

function annotationName(source: SequenceSource, index: number): string {
  const picture = source.pictureNames[index] ?? `frame ${index}`;
  return `${source.name}/${picture.replace(/\.\w+$/, '.png')}`;
}

/** `map` with a bounded number of calls under way; results in the order of the items. */
async function mapInParallel<Item, Result>(
  items: readonly Item[],
  map: (item: Item) => Promise<Result>,
  signal: AbortSignal,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  const pending = items.entries();
  const work = async () => {
    for (const [index, item] of pending) {
      signal.throwIfAborted();
      results[index] = await map(item);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_READS }, work));
  return results;
}
