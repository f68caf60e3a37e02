import { type NetworkGrid, pixelsOf } from './networkGrid.ts';

/**
 * Converts probabilities on the network's grid to a label map at full size: crops the padding,
 * upsamples each class bilinearly (PyTorch's `align_corners=False`) and chooses the most probable
 * class, the first one if several are equal (background comes first).
 *
 * @param probabilities [objects + 1, padded height, padded width], background first
 * @param objectIds id to write for each class after the background
 * @param output [frame height, frame width]
 */
export function writeLabelMap(
  probabilities: Float32Array,
  grid: NetworkGrid,
  objectIds: readonly number[],
  output: Uint8Array,
): void {
  const { frame, content, padded } = grid;
  const classes = objectIds.length + 1;
  const ids = Uint8Array.from([0, ...objectIds]);
  const rows = interpolation(content.height, frame.height);
  const columns = interpolation(content.width, frame.width);
  const planeSize = pixelsOf(padded);
  const blended = new Float32Array(content.width);
  const best = new Float32Array(frame.width);
  for (let row = 0; row < frame.height; row++) {
    const upper = (rows.lower[row] ?? 0) * padded.width;
    const lower = (rows.upper[row] ?? 0) * padded.width;
    const rowWeight = rows.weight[row] ?? 0;
    const labels = output.subarray(row * frame.width, (row + 1) * frame.width);
    for (let kind = 0; kind < classes; kind++) {
      const plane = kind * planeSize;
      for (let x = 0; x < content.width; x++) {
        const above = probabilities[plane + upper + x] ?? 0;
        const below = probabilities[plane + lower + x] ?? 0;
        blended[x] = above + (below - above) * rowWeight;
      }
      const id = ids[kind] ?? 0;
      for (let x = 0; x < frame.width; x++) {
        const left = blended[columns.lower[x] ?? 0] ?? 0;
        const right = blended[columns.upper[x] ?? 0] ?? 0;
        const value = left + (right - left) * (columns.weight[x] ?? 0);
        if (kind === 0 || value > (best[x] ?? 0)) {
          best[x] = value;
          labels[x] = id;
        }
      }
    }
  }
}

/** For each target position of one axis: two source positions and the second one's weight. */
interface Interpolation {
  readonly lower: Int32Array;
  readonly upper: Int32Array;
  readonly weight: Float32Array;
}

function interpolation(source: number, target: number): Interpolation {
  const lower = new Int32Array(target);
  const upper = new Int32Array(target);
  const weight = new Float32Array(target);
  for (let i = 0; i < target; i++) {
    const position = Math.max(0, ((i + 0.5) * source) / target - 0.5);
    const below = Math.min(Math.floor(position), source - 1);
    lower[i] = below;
    upper[i] = Math.min(below + 1, source - 1);
    weight[i] = position - below;
  }
  return { lower, upper, weight };
}
