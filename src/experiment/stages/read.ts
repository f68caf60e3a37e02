import { proxy } from 'comlink';
import type { ReadFrames } from '../../codec/formatNotes.ts';
import { allocateFramesFor } from '../../codec/sharedMemory.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { Problem } from '../../problem.ts';
import { officialObjectIds } from '../../scoring/labelMapScore.ts';
import { rememberPictureDigests } from '../../sequence/fingerprint.ts';
import type { Frames } from '../../sequence/frames.ts';
import { labelMap, objectIdsOf } from '../../sequence/labelMaps.ts';
import type { Truth } from '../../sequence/readTruth.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';
import { mapInParallel } from '../../workers/mapInParallel.ts';
import type { WholeStage, WholeTask } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import { objectId } from './objectId.ts';

/** Number of files to read in parallel; more would only queue in the browser. */
const PARALLEL_READS = 6;

/** A sequence in memory. */
export interface OpenSequence {
  readonly source: SequenceSource;
  readonly frames: Frames;
  /** How the frames differ from the samples of its file, for the user; empty for pictures. */
  readonly notes: readonly string[];
  readonly truth: Truth;
  /** The objects to segment, ascending. */
  readonly objectIds: readonly number[];
  /** For each frame, the ids of the objects that first appear there; usually all in the first. */
  readonly appearances: readonly (readonly number[])[];
  /** The objects to score; for DAVIS 1 to the highest id, as in the official evaluation. */
  readonly scoredIds: readonly number[];
}

/** Number of pictures that are read and decoded together after the first one. */
const PICTURES_PER_PIECE = 24;

/**
 * Reads a sequence's first `frameCount` pictures and annotations. The first picture is there long
 * before the others.
 */
export function readStage(
  source: SequenceSource,
  frameCount: number,
  workers: Pick<Workers, 'codec' | 'scoring'>,
): WholeStage<OpenSequence> {
  return {
    shape: 'whole',
    id: `read(${objectId(source)} ${frameCount})`,
    kind: 'read',
    lane: 'codec',
    inputs: [],
    frames: frameCount,
    bytes: ({ frames, truth }) => frames.buffer.byteLength + truth.maps.buffer.byteLength,
    make: (task) => read(source, frameCount, workers, task),
  };
}

async function read(
  source: SequenceSource,
  frameCount: number,
  workers: Pick<Workers, 'codec' | 'scoring'>,
  task: WholeTask<OpenSequence>,
): Promise<OpenSequence> {
  const { signal } = task;
  const indices = Array.from({ length: frameCount }, (_, index) => index);
  const annotations = await mapInParallel(
    indices,
    PARALLEL_READS,
    (index) => readAnnotation(source, index),
    signal,
  );
  const readingTruth = workers.scoring.run(
    (scoring) => scoring.readTruth(annotations, source.size),
    signal,
  );
  // Reading the pictures may fail first.
  readingTruth.catch(() => {});
  const open = async (read: ReadFrames) => openSequence(source, read, await readingTruth);
  if (source.video) return open(await readVideo(source, source.video, frameCount, workers, task));
  const frames = allocateFramesFor('reading the pictures', source.size, frameCount);
  const digests: Uint8Array[] = [];
  for (let first = 0; first < frameCount; ) {
    const end = first === 0 ? 1 : Math.min(frameCount, first + PICTURES_PER_PIECE);
    const start = first;
    const pictures = await mapInParallel(
      indices.slice(start, end),
      PARALLEL_READS,
      (index) => readPicture(source, index),
      signal,
    );
    const onProgress = proxy((done: number) => task.progress(start + done));
    digests.push(
      ...(await workers.codec.run(
        (codec) => codec.ingest(pictures, frames, start, onProgress),
        signal,
      )),
    );
    first = end;
    if (end < frameCount) task.publish(await open({ frames, notes: [] }), end);
  }
  rememberPictureDigests(source, digests);
  return open({ frames, notes: [] });
}

function readVideo(
  { size }: SequenceSource,
  video: NamedFile,
  frameCount: number,
  { codec }: Pick<Workers, 'codec'>,
  { signal, progress }: WholeTask<OpenSequence>,
): Promise<ReadFrames> {
  const onProgress = proxy((done: number) => progress(done));
  return codec.run((api) => api.ingestVideo(video, size, frameCount, onProgress), signal);
}

/** @throws Problem if there is no object to segment */
function openSequence(source: SequenceSource, read: ReadFrames, truth: Truth): OpenSequence {
  const appearances = findAppearances(source, truth);
  const objectIds = appearances.flat().toSorted((a, b) => a - b);
  if (objectIds.length === 0) {
    throw new Problem(
      `${source.name} has no mask for its first frame (${annotationName(source, 0)}), or an empty one.`,
      'VOS starts from that mask: paint it here, or add it to the folder and open it again.',
    );
  }
  const scoredIds = source.laterObjects ? objectIds : officialObjectIds(labelMap(truth.maps, 0));
  return { source, ...read, truth, objectIds, appearances, scoredIds };
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
