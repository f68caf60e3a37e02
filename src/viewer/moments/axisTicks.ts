import type { ChartFigure } from '../viewState.ts';

/** Steps of ticks, times a power of ten. */
const STEPS = [1, 2, 5, 10];

/**
 * Round values at equal distances between two others, both included if they are round.
 *
 * @param most of them, at least 2
 */
export function axisTicks(min: number, max: number, most: number): number[] {
  const step = roundStep((max - min) / (most - 1));
  const [first, last] = [Math.ceil(min / step - 1e-9), Math.floor(max / step + 1e-9)];
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) =>
    // Not 0.30000000000000004.
    Number(((first + index) * step).toPrecision(12)),
  );
}

/**
 * The range of a figure's axis: 0..1 for scores of masks, from 0 for bits, else what contains the
 * values, with round ends.
 */
export function figureRange(
  figure: ChartFigure,
  values: readonly (number | null)[],
): readonly [number, number] {
  if (figure === 'JF' || figure === 'J' || figure === 'F' || figure === 'object') return [0, 1];
  const known = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  if (known.length === 0) return figure === 'psnr' ? [20, 50] : [0, 1];
  const [min, max] = [Math.min(...known), Math.max(...known)];
  if (figure === 'bits') return [0, max > 0 ? roundUp(max, max / 4) : 1];
  // Equal values would have no range.
  const span = Math.max(max - min, figure === 'psnr' ? 1 : 0.01);
  const low = -roundUp(-(max - span), span / 4);
  const high = roundUp(max, span / 4);
  return [low, figure === 'ssim' ? Math.min(1, high) : high];
}

/** The next multiple of a round step of about `part`. */
function roundUp(value: number, part: number): number {
  const step = roundStep(part);
  return Number((Math.ceil(value / step - 1e-9) * step).toPrecision(12));
}

/** The smallest round step that is at least so large. */
function roundStep(least: number): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = STEPS.find((step) => step * power >= least * (1 - 1e-9)) ?? 10;
  return factor * power;
}
