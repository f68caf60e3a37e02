import { Problem } from '../problem.ts';
import { type FrameSize, formatSize } from '../sequence/frames.ts';
import type { PictureBlocks } from './pictureBlocks.ts';

/** The part of a coding unit that a label map has, in pixels of the map; ends are exclusive. */
export interface ShownUnit {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * Where each coding unit lies in a label map. The pictures are larger than the map: the encoder
 * pads them to whole coding units, and an odd side to an even one. What is padded has no label.
 *
 * @throws Problem if the pictures are not those of the map
 */
export function* shownUnits(
  { coding, cropLeft, cropTop, shownWidth, shownHeight }: PictureBlocks,
  { width, height }: FrameSize,
): Generator<readonly [unit: number, shown: ShownUnit]> {
  if (!isPaddedTo(shownWidth, width) || !isPaddedTo(shownHeight, height)) {
    const size = formatSize({ width: shownWidth, height: shownHeight });
    throw new Problem(
      `The video has pictures of ${size}, but the masks are ${formatSize({ width, height })}.`,
      'Use the masks of this video.',
    );
  }
  for (let unit = 0; unit < coding.count; unit++) {
    const size = 1 << (coding.log2Size[unit] as number);
    const x = (coding.x[unit] as number) - cropLeft;
    const y = (coding.y[unit] as number) - cropTop;
    const [left, top] = [Math.max(0, x), Math.max(0, y)];
    const [right, bottom] = [Math.min(width, x + size), Math.min(height, y + size)];
    if (left < right && top < bottom) yield [unit, { left, top, right, bottom }];
  }
}

function isPaddedTo(coded: number, side: number): boolean {
  return coded === side || coded === side + (side % 2);
}
