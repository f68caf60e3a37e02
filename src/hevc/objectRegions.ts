import type { FrameSize } from '../sequence/frames.ts';
import { VOID_ID } from '../sequence/labelMaps.ts';

/**
 * How far the border of an object reaches on each side of its boundary, in pixels: the side of
 * x265's smallest coding unit. Bits are known for whole coding units, so that nothing nearer to a
 * boundary can be told apart from it.
 */
export const BORDER_PIXELS = 8;

/** The parts of a frame; together they cover it. */
export const REGIONS = ['inside', 'innerBorder', 'outerBorder', 'background'] as const;

/**
 * - `inside`: pixels of an object, farther than {@link BORDER_PIXELS} from its boundary;
 * - `innerBorder`: the other pixels of an object;
 * - `outerBorder`: pixels of no object, at most {@link BORDER_PIXELS} from one;
 * - `background`: all other pixels.
 */
export type Region = (typeof REGIONS)[number];

/**
 * The region of each pixel, an index into {@link REGIONS}. The boundary is where two labels meet,
 * also those of two objects; the edge of the frame is none, and void counts as background. The
 * distance is the larger one of across and down, as blocks are squares.
 */
export function regionsOf(map: Uint8Array, { width, height }: FrameSize): Uint8Array {
  const distance = distanceToOtherLabel(map, width, height);
  return distance.map((pixels, at) => {
    const isObject = labelAt(map, at) !== 0;
    const isBorder = pixels <= BORDER_PIXELS;
    return isObject ? (isBorder ? 1 : 0) : isBorder ? 2 : 3;
  });
}

function labelAt(map: Uint8Array, at: number): number {
  const label = map[at] as number;
  return label === VOID_ID ? 0 : label;
}

/**
 * Pixels to the nearest one with another label; one more than {@link BORDER_PIXELS} if it is
 * farther. Two passes (Rosenfeld and Pfaltz, 1966): down from the neighbours before a pixel, then
 * up from those after it.
 */
function distanceToOtherLabel(map: Uint8Array, width: number, height: number): Uint8Array {
  const distance = new Uint8Array(map.length).fill(BORDER_PIXELS + 1);
  const lower = (at: number, x: number, y: number, across: number, down: number) => {
    const [otherX, otherY] = [x + across, y + down];
    if (otherX < 0 || otherX >= width || otherY < 0 || otherY >= height) return;
    const other = at + down * width + across;
    const isSame = labelAt(map, at) === labelAt(map, other);
    const through = isSame ? (distance[other] as number) + 1 : 1;
    if (through < (distance[at] as number)) distance[at] = through;
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      lower(at, x, y, -1, -1);
      lower(at, x, y, 0, -1);
      lower(at, x, y, 1, -1);
      lower(at, x, y, -1, 0);
    }
  }
  for (let y = height - 1; y >= 0; y--) {
    for (let x = width - 1; x >= 0; x--) {
      const at = y * width + x;
      lower(at, x, y, 1, 1);
      lower(at, x, y, 0, 1);
      lower(at, x, y, -1, 1);
      lower(at, x, y, 1, 0);
    }
  }
  return distance;
}
