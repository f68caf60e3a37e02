/** A piecewise cubic through given points that rises and falls only where they do. */
export interface MonotoneCubic {
  /** Integral from `from` to `to`, both within the range of the points. */
  integral(from: number, to: number): number;
}

/**
 * The piecewise cubic Hermite interpolation PCHIP: slopes of F. Fritsch and J. Butland ("A Method
 * for Constructing Local Monotone Piecewise Cubic Interpolants", SIAM J. Sci. Stat. Comput. 5(2),
 * 1984), with three-point formulas at the ends, like MATLAB's `pchip` and SciPy's
 * `PchipInterpolator`.
 *
 * @param x at least three abscissas, strictly ascending
 * @param y one value for each
 * @throws RangeError if there are fewer than three points or the lengths differ
 */
export function pchip(x: readonly number[], y: readonly number[]): MonotoneCubic {
  if (x.length < 3 || x.length !== y.length) {
    throw new RangeError(`${x.length} abscissas and ${y.length} values do not define a curve`);
  }
  const steps = differences(x);
  const secants = differences(y).map((rise, index) => rise / of(steps, index));
  const slopes = pchipSlopes(steps, secants);
  const pieces = steps.map((step, index) => ({
    start: of(x, index),
    step,
    value: of(y, index),
    secant: of(secants, index),
    slopes: [of(slopes, index), of(slopes, index + 1)] as const,
  }));
  const end = of(x, x.length - 1);
  return {
    integral: (from, to) =>
      pieces.reduce((sum, piece, index) => {
        const next = pieces[index + 1]?.start ?? end;
        const first = Math.max(from, piece.start);
        const last = Math.min(to, next);
        return last > first
          ? sum + antiderivative(piece, last) - antiderivative(piece, first)
          : sum;
      }, 0),
  };
}

interface Piece {
  readonly start: number;
  readonly step: number;
  readonly value: number;
  readonly secant: number;
  readonly slopes: readonly [number, number];
}

/** The integral of a piece from its start to `x`. */
function antiderivative({ start, step, value, secant, slopes }: Piece, x: number): number {
  const [first, last] = slopes;
  const t = (x - start) / step;
  const square = 3 * secant - 2 * first - last;
  const cube = first + last - 2 * secant;
  return step * t * (value + step * t * (first / 2 + t * (square / 3 + (t * cube) / 4)));
}

function pchipSlopes(steps: readonly number[], secants: readonly number[]): number[] {
  const inner = secants.slice(1).map((secant, index) => {
    const before = of(secants, index);
    if (before * secant <= 0) return 0;
    const heavy = 2 * of(steps, index + 1) + of(steps, index);
    const light = of(steps, index + 1) + 2 * of(steps, index);
    return (heavy + light) / (heavy / before + light / secant);
  });
  const last = steps.length - 1;
  return [
    endSlope(of(steps, 0), of(steps, 1), of(secants, 0), of(secants, 1)),
    ...inner,
    endSlope(of(steps, last), of(steps, last - 1), of(secants, last), of(secants, last - 1)),
  ];
}

/** The slope at an end of the curve from the two adjacent steps, limited to preserve its shape. */
function endSlope(step: number, nextStep: number, secant: number, nextSecant: number): number {
  const slope = ((2 * step + nextStep) * secant - step * nextSecant) / (step + nextStep);
  if (Math.sign(slope) !== Math.sign(secant)) return 0;
  const turns = Math.sign(secant) !== Math.sign(nextSecant);
  return turns && Math.abs(slope) > 3 * Math.abs(secant) ? 3 * secant : slope;
}

function differences(values: readonly number[]): number[] {
  return values.slice(1).map((value, index) => value - of(values, index));
}

function of(values: readonly number[], index: number): number {
  return values[index] ?? Number.NaN;
}
