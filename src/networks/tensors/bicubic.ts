import type { FrameSize } from '../../sequence/frames.ts';

/**
 * Scales a plane by bicubic interpolation without smoothing, as PyTorch's `interpolate` with
 * `mode='bicubic', align_corners=False` and OpenCV's `INTER_CUBIC` do: Keys' kernel with a = -0.75,
 * pixel centres on pixel centres, edges repeated, values beyond the plane's range not clipped.
 *
 * @param plane [from.height, from.width]
 * @param output [to.height, to.width]
 */
export function bicubicResize(
  plane: Float32Array,
  from: FrameSize,
  to: FrameSize,
  output: Float32Array = new Float32Array(to.width * to.height),
): Float32Array {
  if (from.width === to.width && from.height === to.height) {
    output.set(plane);
    return output;
  }
  const columns = cubicTaps(from.width, to.width);
  const rows = cubicTaps(from.height, to.height);
  // Rows scaled to their new width, each computed when an output row first needs it.
  const narrowed = new Map<number, Float32Array>();
  for (let y = 0; y < to.height; y++) {
    const lines = [0, 1, 2, 3].map((tap) => {
      const row = rows.places[TAPS * y + tap] ?? 0;
      const known = narrowed.get(row);
      if (known) return known;
      const line = scaleRow(plane.subarray(row * from.width, (row + 1) * from.width), columns);
      narrowed.set(row, line);
      return line;
    }) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const [a = 0, b = 0, c = 0, d = 0] = rows.weights.subarray(TAPS * y, TAPS * (y + 1));
    const [first, second, third, fourth] = lines;
    for (let x = 0; x < to.width; x++) {
      output[y * to.width + x] =
        a * (first[x] ?? 0) + b * (second[x] ?? 0) + c * (third[x] ?? 0) + d * (fourth[x] ?? 0);
    }
    const done = rows.places[TAPS * y] ?? 0;
    for (const row of narrowed.keys()) if (row < done) narrowed.delete(row);
  }
  return output;
}

/** Four source positions and their weights for each output position. */
interface CubicTaps {
  readonly places: Int32Array;
  readonly weights: Float32Array;
}

const TAPS = 4;
const A = -0.75;

function cubicTaps(from: number, to: number): CubicTaps {
  const places = new Int32Array(TAPS * to);
  const weights = new Float32Array(TAPS * to);
  for (let i = 0; i < to; i++) {
    const position = ((i + 0.5) * from) / to - 0.5;
    const below = Math.floor(position);
    for (let tap = 0; tap < TAPS; tap++) {
      const place = below - 1 + tap;
      places[TAPS * i + tap] = Math.min(Math.max(place, 0), from - 1);
      weights[TAPS * i + tap] = keysKernel(Math.abs(position - place));
    }
  }
  return { places, weights };
}

/** @param distance 0..2 source pixels */
function keysKernel(distance: number): number {
  if (distance <= 1) return ((A + 2) * distance - (A + 3)) * distance * distance + 1;
  return ((A * distance - 5 * A) * distance + 8 * A) * distance - 4 * A;
}

function scaleRow(row: Float32Array, { places, weights }: CubicTaps): Float32Array {
  const scaled = new Float32Array(places.length / TAPS);
  for (let x = 0; x < scaled.length; x++) {
    let sum = 0;
    for (let tap = TAPS * x; tap < TAPS * (x + 1); tap++) {
      sum += (weights[tap] ?? 0) * (row[places[tap] ?? 0] ?? 0);
    }
    scaled[x] = sum;
  }
  return scaled;
}
