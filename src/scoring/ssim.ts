import type { FrameSize } from '../sequence/frames.ts';

/** Mean structural similarity of two planes, over all windows and by area; each −1..1. */
export interface MeanSsim {
  readonly whole: number;
  /** Over the windows whose centre lies in the area, one entry per area. */
  readonly areas: readonly number[];
}

const RADIUS = 5;
const TAPS = 2 * RADIUS + 1;
const SIGMA = 1.5;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/**
 * SSIM of two 8-bit planes as Z. Wang, A. Bovik, H. Sheikh and E. Simoncelli define it ("Image
 * Quality Assessment: From Error Visibility to Structural Similarity", IEEE Trans. Image Processing
 * 13(4), 2004): Gaussian windows of 11×11 with sigma 1.5 and weights that sum to 1, K1 = 0.01,
 * K2 = 0.03, L = 255, means and variances without Bessel's correction.
 *
 * As in the authors' `ssim_index.m`, only windows that lie entirely inside the picture count, so
 * the margin of 5 pixels contains no window centre, and the picture is not scaled down beforehand.
 * A mean over no window is NaN, for a picture smaller than 11×11 or an area inside the margin.
 *
 * @param original samples, [height, width]
 * @param tested samples, [height, width]
 * @param area the area number of each pixel, 0..areaCount−1; other numbers belong to no area
 */
export function meanSsim(
  original: Uint8Array,
  tested: Uint8Array,
  { width, height }: FrameSize,
  area: Uint8Array | null = null,
  areaCount = 0,
): MeanSsim {
  const pixels = width * height;
  if (original.length !== pixels || tested.length !== pixels) {
    throw new RangeError(
      `planes of ${original.length} and ${tested.length} samples are not ${width}×${height}`,
    );
  }
  const sums = new Float64Array(256);
  const counts = new Uint32Array(256);
  let sum = 0;
  // The last eleven filtered rows: one row of windows.
  const rows = Array.from({ length: TAPS }, () => new FilteredRow(width));
  for (let y = 0; y < height; y++) {
    const oldest = rows.shift();
    if (!oldest) break;
    oldest.filter(original, tested, y * width);
    rows.push(oldest);
    const middle = y - RADIUS;
    if (middle < RADIUS) continue;
    const ssim = ssimOfRow(rows, width);
    for (let x = RADIUS; x < width - RADIUS; x++) {
      const value = ssim[x] ?? 0;
      sum += value;
      if (area) {
        const number = area[middle * width + x] ?? 0;
        sums[number] = (sums[number] ?? 0) + value;
        counts[number] = (counts[number] ?? 0) + 1;
      }
    }
  }
  const windows = Math.max(width - 2 * RADIUS, 0) * Math.max(height - 2 * RADIUS, 0);
  return {
    whole: sum / windows,
    areas: Array.from(
      { length: areaCount },
      (_, number) => (sums[number] ?? 0) / (counts[number] ?? 0),
    ),
  };
}

/** Weights at distance 0, 1 … 5 from a window's centre; the window is their outer product. */
const WEIGHTS = gaussian();

function gaussian(): Float64Array {
  const weights = Float64Array.from({ length: RADIUS + 1 }, (_, distance) =>
    Math.exp(-(distance ** 2) / (2 * SIGMA ** 2)),
  );
  const total = weights.reduce((sum, weight, distance) => sum + weight * (distance ? 2 : 1), 0);
  return weights.map((weight) => weight / total);
}

const [W0 = 0, W1 = 0, W2 = 0, W3 = 0, W4 = 0, W5 = 0] = WEIGHTS;

/**
 * One row of the four planes that SSIM needs, after the window's horizontal pass. `squares` sums
 * both pictures, because SSIM only needs the sum of their variances.
 */
class FilteredRow {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly squares: Float64Array;
  readonly product: Float64Array;
  private readonly samples: readonly [Float64Array, Float64Array, Float64Array, Float64Array];

  constructor(width: number) {
    const row = () => new Float64Array(width);
    [this.a, this.b, this.squares, this.product] = [row(), row(), row(), row()];
    this.samples = [row(), row(), row(), row()];
  }

  filter(original: Uint8Array, tested: Uint8Array, start: number): void {
    const [as, bs, squares, products] = this.samples;
    for (let x = 0; x < as.length; x++) {
      const a = original[start + x] ?? 0;
      const b = tested[start + x] ?? 0;
      as[x] = a;
      bs[x] = b;
      squares[x] = a * a + b * b;
      products[x] = a * b;
    }
    convolveRow(as, this.a);
    convolveRow(bs, this.b);
    convolveRow(squares, this.squares);
    convolveRow(products, this.product);
  }
}

// Both passes are unrolled: a loop over the taps takes 1.5 times as long.
function convolveRow(from: Float64Array, to: Float64Array): void {
  for (let x = RADIUS; x < from.length - RADIUS; x++) {
    to[x] =
      W0 * (from[x] ?? 0) +
      W1 * ((from[x - 1] ?? 0) + (from[x + 1] ?? 0)) +
      W2 * ((from[x - 2] ?? 0) + (from[x + 2] ?? 0)) +
      W3 * ((from[x - 3] ?? 0) + (from[x + 3] ?? 0)) +
      W4 * ((from[x - 4] ?? 0) + (from[x + 4] ?? 0)) +
      W5 * ((from[x - 5] ?? 0) + (from[x + 5] ?? 0));
  }
}

/** SSIM of the windows around the middle one of eleven filtered rows. */
function ssimOfRow(rows: readonly FilteredRow[], width: number): Float64Array {
  const a = convolveColumn(
    rows.map((row) => row.a),
    width,
  );
  const b = convolveColumn(
    rows.map((row) => row.b),
    width,
  );
  const squares = convolveColumn(
    rows.map((row) => row.squares),
    width,
  );
  const product = convolveColumn(
    rows.map((row) => row.product),
    width,
  );
  const ssim = new Float64Array(width);
  for (let x = RADIUS; x < width - RADIUS; x++) {
    const meanA = a[x] ?? 0;
    const meanB = b[x] ?? 0;
    const means = meanA * meanB;
    const meanSquares = meanA * meanA + meanB * meanB;
    const covariance = (product[x] ?? 0) - means;
    const variances = (squares[x] ?? 0) - meanSquares;
    ssim[x] = ((2 * means + C1) * (2 * covariance + C2)) / ((meanSquares + C1) * (variances + C2));
  }
  return ssim;
}

const NONE = new Float64Array(0);

function convolveColumn(rows: readonly Float64Array[], width: number): Float64Array {
  const [r0 = NONE, r1 = NONE, r2 = NONE, r3 = NONE, r4 = NONE, r5 = NONE] = rows;
  const [r6 = NONE, r7 = NONE, r8 = NONE, r9 = NONE, r10 = NONE] = rows.slice(6);
  const to = new Float64Array(width);
  for (let x = RADIUS; x < width - RADIUS; x++) {
    to[x] =
      W0 * (r5[x] ?? 0) +
      W1 * ((r4[x] ?? 0) + (r6[x] ?? 0)) +
      W2 * ((r3[x] ?? 0) + (r7[x] ?? 0)) +
      W3 * ((r2[x] ?? 0) + (r8[x] ?? 0)) +
      W4 * ((r1[x] ?? 0) + (r9[x] ?? 0)) +
      W5 * ((r0[x] ?? 0) + (r10[x] ?? 0));
  }
  return to;
}
