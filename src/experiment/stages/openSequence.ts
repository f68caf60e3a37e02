import { proxy } from 'comlink';
import type { NamedFile } from '../../files/namedFile.ts';
import { isAbort, Problem } from '../../problem.ts';
import { officialObjectIds } from '../../scoring/labelMapScore.ts';
import { rememberPictureDigests } from '../../sequence/fingerprint.ts';
import type { Frames } from '../../sequence/frames.ts';
import { labelMap, objectIdsOf } from '../../sequence/labelMaps.ts';
import type { Truth } from '../../sequence/readTruth.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';
import { mapInParallel } from '../../workers/mapInParallel.ts';
import type { ProgressReporter } from '../progressReporter.ts';
import type { Workers } from '../workers.ts';

/** Number of files to read in parallel; more would only queue in the browser. */
const PARALLEL_READS = 6;

/** A sequence in memory. */
export interface OpenSequence {
  readonly source: SequenceSource;
  readonly frames: Frames;
  readonly truth: Truth;
  /** The objects to segment, ascending. */
  readonly objectIds: readonly number[];
  /** For each frame, the ids of the objects that first appear there; usually all in the first. */
  readonly appearances: readonly (readonly number[])[];
  /** The objects to score; for DAVIS 1 to the highest id, as in the official evaluation. */
  readonly scoredIds: readonly number[];
}

/**
 * Reads a sequence's first `frameCount` pictures and annotations.
 *
 * @throws Problem when a file cannot be read or the first frame has no mask; AbortError
 */
export async function readSequence(
  source: SequenceSource,
  frameCount: number,
  workers: Pick<Workers, 'codec' | 'scoring'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<OpenSequence> {
  try {
    return await read(source, frameCount, workers, reporter, signal);
  } catch (error) {
    if (!isAbort(error)) reporter.endStage('read', 'failed');
    throw error;
  }
}

async function read(
  source: SequenceSource,
  frameCount: number,
  workers: Pick<Workers, 'codec' | 'scoring'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<OpenSequence> {
  reporter.stage('read', 0, frameCount);
  const indices = Array.from({ length: frameCount }, (_, index) => index);
  const onProgress = proxy((done: number, total: number) => reporter.stage('read', done, total));
  const readFrames = async () => {
    const { video, size } = source;
    if (video) {
      return workers.codec.run(
        (codec) => codec.ingestVideo(video, size, frameCount, onProgress),
        signal,
      );
    }
    const pictures = await mapInParallel(
      indices,
      PARALLEL_READS,
      (index) => readPicture(source, index),
      signal,
    );
    const ingested = await workers.codec.run(
      (codec) => codec.ingest(pictures, size, onProgress),
      signal,
    );
    rememberPictureDigests(source, ingested.digests);
    return ingested.frames;
  };
  const annotations = await mapInParallel(
    indices,
    PARALLEL_READS,
    (index) => readAnnotation(source, index),
    signal,
  );
  const [frames, truth] = await Promise.all([
    readFrames(),
    workers.scoring.run((scoring) => scoring.readTruth(annotations, source.size), signal),
  ]);
  const appearances = findAppearances(source, truth);
  const objectIds = appearances.flat().toSorted((a, b) => a - b);
  if (objectIds.length === 0) {
    throw new Problem(
      `${source.name} has no mask for its first frame (${annotationName(source, 0)}), or an empty one.`,
      'VOS starts from that mask: paint it here, or add it to the folder and open it again.',
    );
  }
  const scoredIds = source.laterObjects ? objectIds : officialObjectIds(labelMap(truth.maps, 0));
  return { source, frames, truth, objectIds, appearances, scoredIds };
}

/**
 * For each frame, the ids that no earlier annotation has; later objects only if the source allows.
 */
function findAppearances({ laterObjects }: SequenceSource, { maps, annotated }: Truth): number[][] {
  const known = new Set<number>();
  return annotated.map((hasMask, index) => {
    if (!hasMask || (index > 0 && !laterObjects)) return [];
    const ids = objectIdsOf(labelMap(maps, index)).filter((id) => !known.has(id));
    for (const id of ids) known.add(id);
    return ids;
  });
}

async function readPicture(source: SequenceSource, index: number): Promise<NamedFile> {
  const name = source.pictureNames[index] ?? `frame ${index}`;
  return { name: `${source.name}/${name}`, data: await source.readPicture(index) };
}

async function readAnnotation(source: SequenceSource, index: number): Promise<NamedFile | null> {
  const data = await source.readAnnotation(index);
  return data && { name: annotationName(source, index), data };
}

function annotationName(source: SequenceSource, index: number): string {
  const picture = source.pictureNames[index] ?? `frame ${index}`;
  return `${source.name}/${picture.replace(/\.\w+$/, '.png')}`;
}
