import type { NamedFile } from '../files/namedFile.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { Run } from './run.ts';

/** Decodes the first `count` pictures of a video file to frames, such as the codec worker does. */
export type VideoDecoding = (video: NamedFile, size: FrameSize, count: number) => Promise<Frames>;

/** Called with the share of the work that is done, 0..1. */
export type RunProgress = (share: number) => void;

/** Follows a run that is being read, so that the screen need not wait for its last picture. */
export interface RunListener {
  /**
   * Called with the run when everything is there but its pictures, which are filled from then on,
   * without waiting for what this returns.
   */
  onOpened(run: Run): void | Promise<void>;
  /** Called with the number of frames, from the first, that all of its pictures have. */
  onFrames(framesReady: number): void;
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
   * Reads a run file. The run goes to the listener only, so that there is one of it.
   *
   * @param decodeVideo decodes the pictures in a browser that cannot decode them by itself
   * @returns how this browser had to read it, a sentence each; empty if nothing is unusual
   * @throws Problem naming the file if it cannot be used
   */
  read(
    file: NamedFile,
    decodeVideo: VideoDecoding,
    listener: RunListener,
  ): Promise<readonly string[]>;
}
