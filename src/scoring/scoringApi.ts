import type { NamedFile } from '../files/namedFile.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { Truth } from '../sequence/readTruth.ts';
import type { Artefact, FramePart } from './artefacts.ts';

/** Scores of one frame, with one entry per object in the order of the requested ids. */
export interface FrameScore {
  /** Region similarity (Jaccard index), 0..1. */
  readonly J: readonly number[];
  /** Contour accuracy (boundary F measure), 0..1. */
  readonly F: readonly number[];
}

/** The counts from which J and F of one object follow, in pixels. */
export interface ScoreCounts {
  /** Pixels of the object in both masks, and in at least one. */
  readonly intersection: number;
  readonly union: number;
  /** The contour of the prediction, and how much of it is near the true one. */
  readonly foundContour: { readonly pixels: number; readonly near: number };
  /** The true contour, and how much of it is near that of the prediction. */
  readonly wantedContour: { readonly pixels: number; readonly near: number };
  /** What counts as near. */
  readonly radius: number;
}

/** PSNR in dB; Infinity if the planes are identical. */
export interface FramePsnr {
  readonly y: number;
  readonly u: number;
  readonly v: number;
}

/** Quality of one area of a tested picture. */
export interface AreaQuality {
  /** dB; Infinity if the area is identical. */
  readonly psnrY: number;
  /** SSIM, −1..1; NaN if no 11×11 window centred in the area lies inside the picture. */
  readonly ssimY: number;
}

/**
 * Quality of a tested picture against the original: PSNR in dB (Infinity if identical) and SSIM,
 * −1..1 (NaN if the picture is smaller than 11×11).
 */
export interface PictureQuality {
  readonly psnrY: number;
  /** Of all planes, weighted 6:1:1. */
  readonly psnr: number;
  readonly ssimY: number;
  /** On the objects of the ground truth; null if it has none. */
  readonly inside: AreaQuality | null;
  /** On its background; null if it has none. */
  readonly outside: AreaQuality | null;
}

/** The scoring worker's methods. */
export interface ScoringApi {
  /**
   * Reads annotation PNGs as ids. This worker does it because the codec worker is busy with the
   * pictures at that time.
   *
   * @param annotations one entry per frame, null for a frame without annotation
   */
  readTruth(annotations: readonly (NamedFile | null)[], size: FrameSize): Promise<Truth>;
  /**
   * J and F of one predicted label map against the ground truth, as in the official semi-supervised
   * evaluation: void counts as background, and an object in neither map scores 1.
   */
  scoreLabelMap(
    truth: LabelMaps,
    predicted: LabelMaps,
    index: number,
    objectIds: readonly number[],
  ): Promise<FrameScore>;
  /** The counts from which J and F of one object on one frame follow. */
  countScore(
    truth: LabelMaps,
    predicted: LabelMaps,
    index: number,
    objectId: number,
  ): Promise<ScoreCounts>;
  /** Where an artefact is strongest in these frames; null if there is none of it. */
  findArtefact(
    artefact: Artefact,
    original: Frames,
    coded: Frames,
    frames: readonly number[],
  ): Promise<FramePart | null>;
  /**
   * Quality of one frame against the original: of all of it, inside and outside the objects.
   *
   * @param truth null for a frame without ground truth
   * @throws Problem when the sizes differ
   */
  scorePicture(
    original: Frames,
    tested: Frames,
    truth: LabelMaps | null,
    index: number,
  ): Promise<PictureQuality>;
}
