import { chromaSize, type FramePlanes, type FrameSize } from '../../sequence/frames.ts';

/** Ids of the objects of a drawn scene. */
const OBJECT_IDS = [3, 7, 9];

/**
 * One frame of boxes that move over a background and each other, and its label map. The same as
 * `scene_frame` of `models/common/drawn_scene.py`.
 */
export function drawScene(
  { width, height, objects }: FrameSize & { readonly objects: number },
  time: number,
): { planes: FramePlanes; map: Uint8Array } {
  const size = { width, height };
  const chroma = chromaSize(size);
  const map = new Uint8Array(width * height);
  const y = new Uint8Array(width * height);
  const u = new Uint8Array(chroma.width * chroma.height);
  const v = new Uint8Array(chroma.width * chroma.height);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      let luma = 60 + ((((column * column) >> 6) + 3 * row + ((column * row) >> 5)) % 60);
      let blue = 118 + (((column >> 3) + (row >> 4)) % 9);
      let red = 124 + (((column >> 4) + (row >> 3)) % 7);
      for (let number = 0; number < objects; number++) {
        const side = Math.floor(width / 10) + number * Math.floor(width / 3);
        const x = column - side - time * (1 - 2 * (number % 2));
        const top = Math.floor(height / 6) + number * Math.floor(height / 5);
        const down = row - top - ((number * time) >> 1);
        if (x < 0 || x >= Math.floor(width / 5)) continue;
        if (down < 0 || down >= Math.floor(height / 4)) continue;
        map[row * width + column] = OBJECT_IDS[number] ?? 0;
        luma = 180 - 50 * number + ((5 * x + 3 * down) % 25);
        blue = 100 + 40 * number;
        red = 170 - 45 * number;
      }
      y[row * width + column] = luma;
      if (row % 2 === 1 || column % 2 === 1) continue;
      const place = (row >> 1) * chroma.width + (column >> 1);
      u[place] = blue;
      v[place] = red;
    }
  }
  return { planes: { y, u, v, size, chroma }, map };
}
