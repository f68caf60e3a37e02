import type { FrameSize } from '../../../sequence/frames.ts';

/** A rectangle of pixels; `right` and `bottom` are exclusive. */
export interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Extends a rectangle by `margin` pixels on each side, clipped to the picture. */
export function grown(
  { left, top, right, bottom }: Rectangle,
  margin: number,
  { width, height }: FrameSize,
): Rectangle {
  return {
    left: Math.max(0, left - margin),
    top: Math.max(0, top - margin),
    right: Math.min(width, right + margin),
    bottom: Math.min(height, bottom + margin),
  };
}
