import type { FramePlanes } from '../../sequence/frames.ts';

/** A VOS network, open for frames of one size. */
export interface VosNetwork {
  /** Objects that a run can follow; those that have not appeared yet count too. */
  readonly objectCount: number;
  /** Frames that are remembered at most, where that can be chosen; null where training fixed it. */
  readonly memoryFrames: number | null;
  /**
   * Begins a run, with the first frame in its memory.
   *
   * @param map the first frame's ids at full size
   * @param objectIds ids to follow; at most as many as the network was opened for, none where all
   *   appear later
   */
  begin(planes: FramePlanes, map: Uint8Array, objectIds: readonly number[]): Promise<VosRun>;
  /** Frees the sessions. */
  close(): Promise<void>;
}

/** What an open network is told besides sizes and objects. */
export interface VosOptions {
  /** Every how many frames one is remembered; as the network's authors do where it is left out. */
  readonly interval?: number | undefined;
  /** Frames that are remembered at most; as many as the authors do where it is left out. */
  readonly memoryFrames?: number | undefined;
}

/**
 * Segments a sequence frame by frame, from the label map of its first frame and those of objects that
 * appear later. All that a frame's result depends on, besides the frame, is the run's memory.
 */
export interface VosRun {
  /** Ids that the run follows, in the order in which they appeared. */
  readonly objectIds: readonly number[];
  /**
   * Segments the next frame. If it fails, the run is as it was and the frame can be tried again.
   *
   * @param output gets the frame's ids, at full size
   * @returns probabilities on the network's own grid, one plane a class, background first
   */
  segment(planes: FramePlanes, output: Uint8Array): Promise<Float32Array>;
  /**
   * Adds objects that appear on the frame that was segmented last, or on the first frame. If it
   * fails, the run is as it was.
   *
   * @param planes that frame's
   * @param given ids at full size, of which only the new ones are looked at
   * @param objectIds ids that the run does not follow yet
   */
  introduce(planes: FramePlanes, given: Uint8Array, objectIds: readonly number[]): Promise<void>;
  /** Frees the memory. */
  dispose(): void;
}
