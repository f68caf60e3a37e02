import { chromaSize, type FramePlanes, type FrameSize } from '../../sequence/frames.ts';

/** A plane [height, width] whose samples are computed from their positions. */
export function planeOf(
  { width, height }: FrameSize,
  sample: (x: number, y: number) => number,
): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, index) =>
    sample(index % width, Math.floor(index / width)),
  );
}

/** A frame with a pattern that rarely repeats and is easy to reproduce elsewhere. */
export function patternFrame(size: FrameSize): FramePlanes {
  const chroma = chromaSize(size);
  const pattern = (plane: FrameSize, perColumn: number, perRow: number, start: number) =>
    planeOf(plane, (x, y) => (perColumn * x + perRow * y + start + ((x * y) % 11)) % 256);
  return {
    y: pattern(size, 7, 13, 0),
    u: pattern(chroma, 5, 3, 60),
    v: pattern(chroma, 2, 9, 30),
    size,
    chroma,
  };
}

/** A frame of one colour. */
export function plainFrame(size: FrameSize, y: number, u: number, v: number): FramePlanes {
  const chroma = chromaSize(size);
  return {
    y: planeOf(size, () => y),
    u: planeOf(chroma, () => u),
    v: planeOf(chroma, () => v),
    size,
    chroma,
  };
}
