import type { FrameSize } from '../../sequence/frames.ts';

/** A rectangle of pixels; `right` and `bottom` are exclusive. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The smallest box around both; null represents no pixels. */
export function unionBox(a: Box | null, b: Box | null): Box | null {
  if (!a || !b) return a ?? b;
  return {
    left: Math.min(a.left, b.left),
    top: Math.min(a.top, b.top),
    right: Math.max(a.right, b.right),
    bottom: Math.max(a.bottom, b.bottom),
  };
}

/** The part of a box inside the frame; an empty box has no width or no height. */
export function clipBox(box: Box, { width, height }: FrameSize): Box {
  return {
    left: Math.max(0, box.left),
    top: Math.max(0, box.top),
    right: Math.min(width, box.right),
    bottom: Math.min(height, box.bottom),
  };
}

/** A box enlarged by `margin` pixels on each side, clipped to the frame. */
export function growBox(box: Box, margin: number, size: FrameSize): Box {
  return clipBox(
    {
      left: box.left - margin,
      top: box.top - margin,
      right: box.right + margin,
      bottom: box.bottom + margin,
    },
    size,
  );
}

export function wholeBox({ width, height }: FrameSize): Box {
  return { left: 0, top: 0, right: width, bottom: height };
}

/** The smallest box around points. */
export function boxOf(points: readonly { readonly x: number; readonly y: number }[]): Box {
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  return {
    left: Math.min(...xs),
    top: Math.min(...ys),
    right: Math.max(...xs),
    bottom: Math.max(...ys),
  };
}
