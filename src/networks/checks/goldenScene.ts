import { chromaSize, type FramePlanes, type FrameSize } from '../../sequence/frames.ts';
import type { EnhancerPictures } from '../enhancer/enhance.ts';

/**
 * A picture in which two textured discs, the objects of {@link goldenMap}, move to the right over a
 * sky-like background: natural enough for a network to follow them.
 *
 * @param time frame number
 */
export function goldenFrame(size: FrameSize, time: number): FramePlanes {
  const chroma = chromaSize(size);
  const draw = (plane: FrameSize, colours: readonly number[], contrast: number) => {
    const [ground = 0, ...others] = colours;
    const moved = (LUMA_STEP * time) / size.width;
    return Uint8Array.from({ length: plane.width * plane.height }, (_, index) => {
      const x = ((index % plane.width) + 0.5) / plane.width;
      const y = (Math.floor(index / plane.width) + 0.5) / plane.height;
      const object = discAt(x - moved, y);
      if (object === 0) return ground + contrast * (y - 0.5 + 0.3 * Math.sin(7 * x + 3 * y));
      const texture = Math.sin(60 * (x - moved)) * Math.cos(40 * y);
      return (others[object - 1] ?? 0) + 0.3 * contrast * texture;
    });
  };
  return {
    y: draw(size, [150, 60, 210], 60),
    u: draw(chroma, [128, 100, 150], 20),
    v: draw(chroma, [120, 170, 110], 20),
    size,
    chroma,
  };
}

/** Objects 1 and 2 on this frame, at full size. */
export function goldenMap({ width, height }: FrameSize, time = 0): Uint8Array {
  return Uint8Array.from({ length: width * height }, (_, index) =>
    discAt(
      ((index % width) + 0.5 - LUMA_STEP * time) / width,
      (Math.floor(index / width) + 0.5) / height,
    ),
  );
}

/** Luma pixels that the discs move from frame to frame. */
const LUMA_STEP = 2;

/** The object at a position of the first frame, x and y in 0..1. */
function discAt(x: number, y: number): 0 | 1 | 2 {
  const inside = (left: number, top: number) => ((x - left) / 0.14) ** 2 + ((y - top) / 0.25) ** 2;
  if (inside(0.25, 0.4) < 1) return 1;
  return inside(0.65, 0.6) < 1 ? 2 : 0;
}

/** A frame of the scene with earlier and later frames as its neighbours. */
export function goldenPictures(size: FrameSize): EnhancerPictures {
  const picture = (time: number) => ({
    planes: goldenFrame(size, time),
    bitsPerPixel: 0.01 * (time + 1),
  });
  return {
    planes: picture(1),
    following: picture(2),
    next_key: picture(5),
    group_before: picture(0),
  };
}
