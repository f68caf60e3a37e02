import { proxy } from 'comlink';
import type { CodecApi } from '../codec/codecApi.ts';
import { fileExtension } from '../files/fileNames.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import { fingerprint } from '../sequence/fingerprint.ts';
import { formatSize, sameSize } from '../sequence/frames.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { WorkerHandle } from '../workers/workerHandle.ts';
import type { Run } from './run.ts';
import { RUN_EXTENSION } from './runExtension.ts';
import type { RunFilesApi, RunListener, RunProgress } from './runFilesApi.ts';

export function isRunFile(name: string): boolean {
  return fileExtension(name) === RUN_EXTENSION;
}

/** The workers that run files need. */
export interface RunFileWorkers {
  readonly runFiles: WorkerHandle<RunFilesApi>;
  /** Started only in a browser that cannot decode a run's pictures by itself. */
  readonly codec: WorkerHandle<CodecApi>;
}

export interface WriteRunOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: RunProgress | undefined;
}

/** A run from a file. */
export interface OpenedRun {
  /** The same object that `onOpened` was called with. */
  readonly run: Run;
  /** How this browser had to read it, a sentence each; empty if nothing is unusual. */
  readonly notes: readonly string[];
}

export interface ReadRunOptions extends Partial<RunListener> {
  readonly signal?: AbortSignal | undefined;
}

/**
 * Writes a run as a file; see {@link RunFilesApi.write}. Takes about three seconds for 60 frames of
 * 854×480 with three sets of pictures.
 *
 * @throws AbortError
 */
export function writeRun(
  run: Run,
  { runFiles }: Pick<RunFileWorkers, 'runFiles'>,
  { signal, onProgress = () => {} }: WriteRunOptions = {},
): Promise<Blob> {
  return runFiles.run((api) => api.write(run, proxy(onProgress)), signal);
}

/**
 * Reads a run file; see {@link RunFilesApi.read}. Resolves when its last picture is there.
 *
 * @throws Problem naming the file and what is wrong with it, possibly after `onOpened`: then the run
 *   must not be shown any longer; AbortError
 */
export async function readRun(
  file: NamedFile,
  { runFiles, codec }: RunFileWorkers,
  { signal, onOpened = () => {}, onFrames = () => {} }: ReadRunOptions = {},
): Promise<OpenedRun> {
  const decodeVideo = proxy(async (video: NamedFile, size: Run['size'], count: number) => {
    const onProgress = proxy(() => {});
    const { frames } = await codec.run(
      (api) => api.ingestVideo(video, size, count, onProgress),
      signal,
    );
    return frames;
  });
  let run: Run | null = null;
  const listener = proxy({
    onOpened(opened: Run) {
      run = opened;
      return onOpened(opened);
    },
    onFrames,
  });
  const notes = await runFiles.run((api) => api.read(file, decodeVideo, listener), signal);
  if (!run) throw new Error(`${file.name} was read without a run`);
  return { run, notes };
}

/**
 * Checks that a run was made from the pictures and annotations of a sequence.
 *
 * @param file the run file's name, for messages
 * @throws Problem naming the file if it is of other pictures, or if a file of the sequence cannot be
 *   read; AbortError
 */
export async function assertSameSequence(
  { name, size, frameCount, provenance }: Run,
  file: string,
  source: SequenceSource,
  signal?: AbortSignal,
): Promise<void> {
  const refuse = (why: string) =>
    new Problem(
      `${file} is a run of other pictures than those of ${source.name}: ${why}.`,
      `Open ${name}, or open the run by itself.`,
    );
  if (!sameSize(size, source.size)) {
    throw refuse(`they are ${formatSize(size)} instead of ${formatSize(source.size)}`);
  }
  if (frameCount > source.pictureNames.length) {
    throw refuse(`it has ${frameCount} frames, and the sequence ${source.pictureNames.length}`);
  }
  if ((await fingerprint(source, frameCount, { signal })) !== provenance.input) {
    throw refuse('the files of pictures or annotations differ');
  }
}
