import type { ColumnState } from '../../experiment/experimentState.ts';
import { type ObjectBits, objectShares, totalObjectBits } from '../../hevc/objectBits.ts';
import { meanPictureQuality } from '../../scoring/pictureQuality.ts';
import type { FrameScore } from '../../scoring/scoringApi.ts';
import { summarizeFrame, summarizeSequence } from '../../scoring/statistics.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { formatBitsPerPixel, formatDecibels, formatScore, formatShare } from '../format.ts';
import type { ChartFigure } from '../viewState.ts';
import { frameBits } from './frameBits.ts';

/** A figure as the user chose it. */
export interface ChosenFigure {
  readonly figure: ChartFigure;
  /** Place of the only object in the scores; null for the mean of all. */
  readonly object: number | null;
}

/** The figures' names, in charts and sentences. */
export const FIGURE_NAMES: Readonly<Record<ChartFigure, string>> = {
  JF: 'J&F',
  J: 'J',
  F: 'F',
  psnr: 'PSNR-Y',
  ssim: 'SSIM',
  bits: 'Bits per pixel',
  object: 'Bits on the objects',
};

/** True for figures that compare masks, which every object has. */
export function isPerObject(figure: ChartFigure): figure is 'JF' | 'J' | 'F' {
  return figure === 'JF' || figure === 'J' || figure === 'F';
}

/**
 * A column's figure of each frame.
 *
 * @returns null for frames where it is not known, or not defined, as for an object that has not
 * appeared yet; Infinity for the PSNR of identical pictures
 */
export function figureOfFrames(
  column: ColumnState,
  { figure, object }: ChosenFigure,
  frameCount: number,
  size: FrameSize,
): (number | null)[] {
  return Array.from({ length: frameCount }, (_, frame) => {
    const value = isPerObject(figure)
      ? ofScore(column.scores[frame] ?? null, figure, object)
      : ofPictures(column, figure, frame, size);
    return value === null || Number.isNaN(value) ? null : value;
  });
}

/**
 * The mean of a column over the frames that count, the same as elsewhere on the screen: the official
 * figures of masks, which leave out the first and last annotated frame.
 *
 * @param values of the frames, from `figureOfFrames`
 * @returns NaN while nothing is known
 */
export function meanFigure(
  column: ColumnState,
  { figure, object }: ChosenFigure,
  values: readonly (number | null)[],
): number {
  if (isPerObject(figure)) {
    const sequence = summarizeSequence(column.scores);
    const summary = object === null ? sequence : sequence.objects[object];
    if (!summary) return Number.NaN;
    return figure === 'JF' ? summary.JF : summary[figure].mean;
  }
  if (figure === 'bits') {
    // All that the masks add to the video is a little more than their packets in the frames.
    if (column.bits) return column.bits.total;
    const known = values.filter((value) => value !== null);
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  }
  if (figure === 'object') return objectShare(totalObjectBits(column.objectBits)) ?? Number.NaN;
  const quality = meanPictureQuality(column.pictures.quality);
  return (figure === 'psnr' ? quality?.psnrY : quality?.ssimY) ?? Number.NaN;
}

/** True for the frames that the mean of a figure is about. */
export function countedFrames(
  { figure }: Pick<ChosenFigure, 'figure'>,
  values: readonly (number | null)[],
): boolean[] {
  const known = values.flatMap((value, frame) => (value === null ? [] : [frame]));
  const [first, last] = [known[0], known.at(-1)];
  const leavesOutEnds = isPerObject(figure);
  return values.map(
    (value, frame) => value !== null && !(leavesOutEnds && (frame === first || frame === last)),
  );
}

export function formatFigure(figure: ChartFigure, value: number | null): string {
  if (figure === 'psnr') return formatDecibels(value);
  if (figure === 'object') return value === null || Number.isNaN(value) ? '–' : formatShare(value);
  return figure === 'bits'
    ? formatBitsPerPixel(value !== null && Number.isNaN(value) ? null : value)
    : formatScore(value);
}

function ofScore(
  score: FrameScore | null,
  figure: 'JF' | 'J' | 'F',
  object: number | null,
): number | null {
  if (!score) return null;
  if (object === null) return summarizeFrame(score)[figure];
  const [J, F] = [score.J[object] ?? Number.NaN, score.F[object] ?? Number.NaN];
  return { J, F, JF: (J + F) / 2 }[figure];
}

/** The share of the bits that the objects got, 0..1. */
function objectShare(bits: ObjectBits | null): number | null {
  return (bits && objectShares(bits)?.object.bits) ?? null;
}

function ofPictures(
  column: ColumnState,
  figure: 'psnr' | 'ssim' | 'bits' | 'object',
  frame: number,
  size: FrameSize,
): number | null {
  if (figure === 'bits') {
    const bits = frameBits(column, frame, size);
    return bits && bits.video + bits.masks;
  }
  if (figure === 'object') return objectShare(column.objectBits[frame] ?? null);
  const quality = column.pictures.quality[frame];
  return (figure === 'psnr' ? quality?.psnrY : quality?.ssimY) ?? null;
}
