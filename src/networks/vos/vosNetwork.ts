import type { FramePlanes } from '../../sequence/frames.ts';

/** A VOS network, open for frames of one size. */
export interface VosNetwork {
  /** Number of objects that a run can follow, including those that appear later. */
  readonly objectCount: number;
  /** Maximum number of memory frames; null if it is fixed by training. */
  readonly memoryFrames: number | null;
  /**
   * Begins a run, with the first frame in its memory.
   *
   * @param map the first frame's ids at full size
   * @param objectIds ids to follow, at most `objectCount`; none if all objects appear later
   */
  begin(planes: FramePlanes, map: Uint8Array, objectIds: readonly number[]): Promise<VosRun>;
  /** Frees the sessions. */
  close(): Promise<void>;
}

/** Options of an open network. */
export interface VosOptions {
  /** Number of frames from one memory frame to the next; the authors' setting by default. */
  readonly interval?: number | undefined;
  /** Maximum number of memory frames; the authors' setting by default. */
  readonly memoryFrames?: number | undefined;
}

/**
 * Segments a sequence frame by frame, from the label map of its first frame and those of objects
 * that appear later. The result for a frame depends only on the frame and on the run's memory.
 */
export interface VosRun {
  /** Ids that the run follows, in the order in which they appeared. */
  readonly objectIds: readonly number[];
  /**
   * Segments the next frame. If it fails, the run is unchanged and the frame can be tried again.
   *
   * @param output receives the frame's ids, at full size
   * @returns probabilities on the network's grid, one plane per class, background first
   */
  segment(planes: FramePlanes, output: Uint8Array): Promise<Float32Array>;
  /**
   * Adds objects that appear on the last segmented frame, or on the first frame. If it fails, the
   * run is unchanged.
   *
   * @param planes of that frame
   * @param given ids at full size, of which only the new ones are used
   * @param objectIds ids that the run does not follow yet
   */
  introduce(planes: FramePlanes, given: Uint8Array, objectIds: readonly number[]): Promise<void>;
  /** Frees the memory. */
  dispose(): void;
}
