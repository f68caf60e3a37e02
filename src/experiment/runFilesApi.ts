import type { NamedFile } from '../files/namedFile.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { Run } from './run.ts';

/** Decodes the first `count` pictures of a video file to frames, such as the codec worker does. */
export type VideoDecoding = (video: NamedFile, size: FrameSize, count: number) => Promise<Frames>;

/** Called with the share of the work that is done, 0..1. */
export type RunProgress = (share: number) => void;

/** A run from a file. */
export interface OpenedRun {
  readonly run: Run;
  /** How this browser had to read it, a sentence each; empty if nothing is unusual. */
  readonly notes: readonly string[];
}

/** The interface of the run files worker. */
export interface RunFilesApi {
  /**
   * Writes a run as a file; see docs/run-file.md. Pictures that were read from a run file with loss
   * are stored without further loss.
   *
   * @throws Problem when the run contradicts itself
   */
  write(run: Run, onProgress: RunProgress): Promise<Blob>;
  /**
   * Reads a run file.
   *
   * @param decodeVideo decodes the pictures in a browser that cannot decode them by itself
   * @throws Problem naming the file if it cannot be used
   */
  read(file: NamedFile, decodeVideo: VideoDecoding, onProgress: RunProgress): Promise<OpenedRun>;
}
