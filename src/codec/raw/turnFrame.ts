import { type Orientation, swapsSides } from '../../sequence/exifOrientation.ts';
import { chromaSize, type FrameSize } from '../../sequence/frames.ts';

/**
 * Turns a frame from how it is stored to how it is displayed: each of its planes alone, so that no
 * sample changes.
 *
 * @param stored yuv420p planes
 * @param size of the stored frame
 * @param into receives the planes of the displayed frame, as many bytes
 */
export function turnFrame(
  stored: Uint8Array,
  size: FrameSize,
  orientation: Orientation,
  into: Uint8Array,
): void {
  const chroma = chromaSize(size);
  let at = 0;
  for (const plane of [size, chroma, chroma]) {
    const end = at + plane.width * plane.height;
    turnPlane(stored.subarray(at, end), plane, orientation, into.subarray(at, end));
    at = end;
  }
}

function turnPlane(
  stored: Uint8Array,
  { width, height }: FrameSize,
  orientation: Orientation,
  into: Uint8Array,
): void {
  const isTransposed = swapsSides(orientation);
  // Where the displayed left column and top row are in the stored picture, or the other way round.
  const fromRight = FROM_RIGHT.includes(orientation);
  const fromBottom = FROM_BOTTOM.includes(orientation);
  const columns = isTransposed ? height : width;
  const rows = isTransposed ? width : height;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const x = isTransposed ? row : column;
      const y = isTransposed ? column : row;
      const storedX = fromRight ? width - 1 - x : x;
      const storedY = fromBottom ? height - 1 - y : y;
      into[row * columns + column] = stored[storedY * width + storedX] as number;
    }
  }
}

/** Orientations whose display starts with the stored picture's right side, or its bottom. */
const FROM_RIGHT: readonly Orientation[] = [2, 3, 7, 8];
const FROM_BOTTOM: readonly Orientation[] = [3, 4, 6, 7];
