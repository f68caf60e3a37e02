import type { FrameSize } from '../../sequence/frames.ts';

/** The pixel grid that a network works on, and the frame's position in it. */
export interface NetworkGrid {
  /** The frame's own size in luma samples. */
  readonly frame: FrameSize;
  /** Size that the frame is averaged down to. */
  readonly content: FrameSize;
  /** Size of the network's input: `content` at the top left, with its edges replicated outwards. */
  readonly padded: FrameSize;
}

/**
 * The grid of the VOS network: the frame's short side is scaled to `shortSide` (never enlarged)
 * with its aspect kept, halves rounded up as in `models/data/yuv.py`, and both sides are then
 * padded to a multiple of `multiple`.
 */
export function vosGrid(frame: FrameSize, shortSide: number, multiple: number): NetworkGrid {
  const scale = Math.min(1, shortSide / Math.min(frame.width, frame.height));
  const content = {
    width: Math.floor(frame.width * scale + 0.5),
    height: Math.floor(frame.height * scale + 0.5),
  };
  return { frame, content, padded: paddedTo(content, multiple) };
}

/** The grid of the enhancer and mask refiner: a cell per chroma sample, padded to `multiple`. */
export function planesGrid(frame: FrameSize, multiple: number): NetworkGrid {
  const content = { width: (frame.width + 1) >> 1, height: (frame.height + 1) >> 1 };
  return { frame, content, padded: paddedTo(content, multiple) };
}

export function pixelsOf({ width, height }: FrameSize): number {
  return width * height;
}

function paddedTo({ width, height }: FrameSize, multiple: number): FrameSize {
  return {
    width: Math.ceil(width / multiple) * multiple,
    height: Math.ceil(height / multiple) * multiple,
  };
}
