import { type ColumnGroup, groupMean } from '../results/columnGroups.ts';
import type { ColumnResult } from '../results/resultSchema.ts';
import { PUBLISHED_COSTS } from './publishedFigures.ts';

type ColumnQuality = Pick<ColumnResult, 'JF' | 'psnrY' | 'picture'>;

/** The quality measures that a rate curve can show, with the decimals on the chart. */
export const QUALITIES = {
  JF: { title: 'J&F', decimals: 3, pick: (column: ColumnQuality) => column.JF },
  psnrY: { title: 'PSNR-Y (dB)', decimals: 2, pick: (column: ColumnQuality) => column.psnrY },
  ssimY: {
    title: 'SSIM-Y',
    decimals: 4,
    pick: (column: ColumnQuality) => column.picture?.ssimY ?? null,
  },
} as const;

export type Quality = keyof typeof QUALITIES;

export interface CurvePoint {
  /** Null for imports. */
  readonly crf: number | null;
  /** Bits per pixel with masks, mean over the curve's sequences. */
  readonly rate: number;
  readonly quality: number;
}

/** The point of a group on a rate curve; none if it has no rate or quality. */
export function pointOf(
  { members, crf }: Pick<ColumnGroup, 'members' | 'crf'>,
  quality: Quality,
): CurvePoint[] {
  const mean = groupMean({ members });
  const value = QUALITIES[quality].pick(mean);
  if (!mean.bpp || value === null || !Number.isFinite(value)) return [];
  return [{ crf, rate: mean.bpp.total, quality: value }];
}

/** The published points for the chart. The paper reports J&F only, no picture quality. */
export function publishedPoints(quality: Quality) {
  if (quality !== 'JF') return [];
  return PUBLISHED_COSTS.map(({ codec, vos, bpp, JF }) => ({
    title: `${codec}, ${vos}`,
    rate: bpp,
    quality: JF,
  }));
}
