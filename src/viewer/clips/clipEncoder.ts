import type { FrameSize } from '../../sequence/frames.ts';
import type { ClipPainter } from './clipPainter.ts';

/** The length and speed of a clip. */
export interface ClipFacts {
  readonly size: FrameSize;
  /** Number of frames. */
  readonly count: number;
  /** Frames per second. */
  readonly frameRate: number;
}

/** What is to be encoded. */
export interface ClipFrames extends ClipFacts {
  /** Index of its first frame in the sequence. */
  readonly first: number;
  readonly painter: ClipPainter;
}

export interface ClipProgress {
  readonly doing: 'loading' | 'drawing' | 'colours' | 'encoding' | 'checking';
  /** Frames that are done, of how many. */
  readonly done: number;
  readonly total: number;
}

export interface ClipTask {
  readonly onProgress: (progress: ClipProgress) => void;
  readonly signal: AbortSignal;
}

/** A way to make a file of a clip. */
export interface ClipEncoder {
  /** For the user, e.g. `H.264 by WebCodecs`. */
  readonly name: string;
  /**
   * Why this browser cannot use it, as sentences for the user; null if it can.
   *
   * @throws AbortError
   */
  missing(clip: ClipFacts, task: ClipTask): Promise<string | null>;
  /**
   * Draws and encodes all frames.
   *
   * @throws AbortError; Problem if it fails, or if the file has another number of frames
   */
  encode(frames: ClipFrames, task: ClipTask): Promise<Blob>;
}
