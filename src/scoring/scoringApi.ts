import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { Truth } from '../sequence/readTruth.ts';
import type { NamedPicture } from '../sequence/sequence.ts';

/** Scores of one frame, an entry for each object in the order of the object ids asked for. */
export interface FrameScore {
  /** Region similarity (Jaccard index), 0..1. */
  readonly J: readonly number[];
  /** Contour accuracy (boundary F measure), 0..1. */
  readonly F: readonly number[];
}

/** PSNR in dB; Infinity where the planes are identical. */
export interface FramePsnr {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** What the scoring worker offers. */
export interface ScoringApi {
  /**
   * Reads annotation PNGs as ids (it is hosted here because the codec worker is busy with the
   * pictures at that time).
   *
   * @param annotations one entry a frame, null where the sequence has no annotation
   */
  readTruth(annotations: readonly (NamedPicture | null)[], size: FrameSize): Promise<Truth>;
  /**
   * J and F of one predicted label map against the ground truth, as the official semi-supervised
   * evaluation: void counts as background, an object in neither map scores 1.
   */
  scoreLabelMap(
    truth: LabelMaps,
    predicted: LabelMaps,
    index: number,
    objectIds: readonly number[],
  ): Promise<FrameScore>;
  /** PSNR of one frame against the original. */
  scoreFrame(original: Frames, tested: Frames, index: number): Promise<FramePsnr>;
}
