import { bitsPerPixel } from '../codec/encodedVideo.ts';
import type { FrameScore } from '../scoring/scoringApi.ts';
import type { ColumnState, ExperimentState } from './experimentState.ts';

/** Mean J&F of one frame over its objects; null where it has no score. */
export function frameJF(score: FrameScore | null): number | null {
  return score && (mean(score.J) + mean(score.F)) / 2;
}

/**
 * Mean J, F and J&F over the frames scored so far. The sequence's first and last frame never
 * count, so that the figure of a finished sequence is the official one.
 *
 * @param scores an entry for every frame of the sequence
 */
export function scoreSoFar(
  scores: readonly (FrameScore | null)[],
): { readonly J: number; readonly F: number; readonly JF: number } | null {
  const scored = scores.slice(1, -1).filter((score) => score !== null);
  if (scored.length === 0) return null;
  const J = mean(scored.map((score) => mean(score.J)));
  const F = mean(scored.map((score) => mean(score.F)));
  return { J, F, JF: (J + F) / 2 };
}

/** Mean PSNR of luma over the frames that have one, dB. */
export function meanPsnrY(column: ColumnState): number | null {
  const values = column.psnrY.filter((value) => value !== null);
  return values.length > 0 ? mean(values) : null;
}

/** Bits per pixel of a column: video and masks; null where nothing was encoded. */
export function columnBits({ video }: Pick<ExperimentState, 'video'>) {
  if (!video) return null;
  const bits = bitsPerPixel(video);
  // No mask stream yet: masks are made at the decoder and cost nothing.
  return { video: bits, masks: 0, total: bits };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
