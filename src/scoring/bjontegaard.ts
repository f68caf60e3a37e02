import { pchip } from './pchip.ts';

/** A point of a rate curve. */
export interface RatePoint {
  /** Bits per pixel or per second, above 0. */
  readonly rate: number;
  /** Higher is better: PSNR in dB, J&F, SSIM… */
  readonly quality: number;
}

/** A Bjøntegaard delta, or the reason why there is none (a sentence). */
export type BjontegaardDelta =
  | {
      readonly value: number;
      /** Share of the curves' joint range that both cover and that was averaged, 0..1. */
      readonly overlap: number;
      /** Points left out because another one of the same curve costs no more and is no worse. */
      readonly dominated: number;
    }
  | { readonly value: null; readonly reason: string };

/** The fewest points for which Bjøntegaard's method is defined. */
const MIN_POINTS = 4;

/**
 * BD-rate: by how many percent the tested curve's rate exceeds the anchor's at equal quality;
 * negative if it saves bits.
 *
 * Bjøntegaard's method (G. Bjøntegaard, VCEG-M33, 2001, and VCEG-AI11, 2008) in the form of
 * JCT-VC's spreadsheet and the Python package `bjontegaard` ('pchip'): log₁₀ of the rate is
 * interpolated over quality with PCHIP and averaged over the qualities that both curves reach.
 *
 * The method requires one rate for each quality. J&F does not always rise with the rate, so each
 * curve is first reduced to its Pareto front: a point is left out if another of the same curve
 * costs no more and is at least as good. A curve that always rises, such as PSNR's, keeps all
 * points and gives the usual figure. `dominated` is the number of points left out.
 *
 * @param anchor points in any order, at least four on its front
 * @param tested points in any order, at least four on its front
 */
export function bdRate(
  anchor: readonly RatePoint[],
  tested: readonly RatePoint[],
): BjontegaardDelta {
  const reason = unusable(anchor, tested);
  if (reason) return { value: null, reason };
  const fronts = [paretoFront(anchor), paretoFront(tested)] as const;
  const dominated = anchor.length + tested.length - fronts[0].length - fronts[1].length;
  const few = fronts.findIndex((front) => front.length < MIN_POINTS);
  if (few >= 0) {
    const front = fronts[few] ?? [];
    return {
      value: null,
      reason: `The quality of the ${CURVES[few]} curve does not rise with its rate: only ${front.length === 1 ? '1 point is' : `${front.length} points are`} better than every cheaper one, and ${MIN_POINTS} are needed.`,
    };
  }
  const mean = meanDifference(rateOverQuality(fronts[0]), rateOverQuality(fronts[1]));
  if (!mean) return { value: null, reason: 'No quality is reached by both curves.' };
  return { value: (10 ** mean.difference - 1) * 100, overlap: mean.overlap, dominated };
}

/**
 * BD-quality (BD-PSNR, BD-J&F): by how much the tested curve's quality is above the anchor's at
 * equal rate, in the quality's own unit. The method is that of {@link bdRate} with the axes
 * swapped: quality is interpolated over log₁₀ of the rate.
 *
 * Each rate has one quality whether or not the curve rises, and PCHIP passes through all points
 * without overshooting, so no point is left out.
 *
 * @param anchor points in any order, at least four, of different rates
 * @param tested points in any order, at least four, of different rates
 */
export function bdQuality(
  anchor: readonly RatePoint[],
  tested: readonly RatePoint[],
): BjontegaardDelta {
  const reason = unusable(anchor, tested) ?? repeatedRate(anchor, tested);
  if (reason) return { value: null, reason };
  const mean = meanDifference(qualityOverRate(anchor), qualityOverRate(tested));
  if (!mean) return { value: null, reason: 'No rate is covered by both curves.' };
  return { value: mean.difference, overlap: mean.overlap, dominated: 0 };
}

interface Curve {
  /** Strictly ascending. */
  readonly x: readonly number[];
  readonly y: readonly number[];
}

function rateOverQuality(front: readonly RatePoint[]): Curve {
  return {
    x: front.map(({ quality }) => quality),
    y: front.map(({ rate }) => Math.log10(rate)),
  };
}

function qualityOverRate(points: readonly RatePoint[]): Curve {
  const sorted = points.toSorted((a, b) => a.rate - b.rate);
  return {
    x: sorted.map(({ rate }) => Math.log10(rate)),
    y: sorted.map(({ quality }) => quality),
  };
}

const CURVES = ['anchor’s', 'tested'] as const;

/** Mean of `tested` minus `anchor` over the range that both cover; null if there is none. */
function meanDifference(anchor: Curve, tested: Curve) {
  const starts = [Math.min(...anchor.x), Math.min(...tested.x)];
  const ends = [Math.max(...anchor.x), Math.max(...tested.x)];
  const from = Math.max(...starts);
  const to = Math.min(...ends);
  if (to <= from) return null;
  const integral = ({ x, y }: Curve) => pchip(x, y).integral(from, to);
  return {
    difference: (integral(tested) - integral(anchor)) / (to - from),
    overlap: (to - from) / (Math.max(...ends) - Math.min(...starts)),
  };
}

/** Points that are better than every cheaper one, cheapest first; both figures rise strictly. */
function paretoFront(points: readonly RatePoint[]): RatePoint[] {
  const front: RatePoint[] = [];
  const sorted = points.toSorted((a, b) => a.rate - b.rate || b.quality - a.quality);
  for (const point of sorted) {
    const best = front.at(-1);
    if (!best || point.quality > best.quality) front.push(point);
  }
  return front;
}

function unusable(...curves: readonly (readonly RatePoint[])[]): string | null {
  for (const [index, points] of curves.entries()) {
    if (points.length < MIN_POINTS) {
      return `The ${CURVES[index]} curve has ${points.length} points; ${MIN_POINTS} are needed.`;
    }
    const invalid = points.find(
      ({ rate, quality }) => !(rate > 0) || !Number.isFinite(rate) || !Number.isFinite(quality),
    );
    if (invalid) {
      return `The ${CURVES[index]} curve has a point of rate ${invalid.rate} and quality ${invalid.quality}, which cannot be interpolated.`;
    }
  }
  return null;
}

function repeatedRate(...curves: readonly (readonly RatePoint[])[]): string | null {
  for (const [index, points] of curves.entries()) {
    const rates = points.map(({ rate }) => rate);
    const repeated = rates.find((rate, place) => rates.indexOf(rate) !== place);
    if (repeated !== undefined) {
      return `The ${CURVES[index]} curve has two points of rate ${repeated}.`;
    }
  }
  return null;
}
