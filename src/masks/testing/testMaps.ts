import type { MapSource } from '../maskStream.ts';
import { seededRandom } from '../seededRandom.ts';

/** Returns maps of moving discs with the given ids, which overlap and have ragged edges. */
export function movingDiscs(
  width: number,
  height: number,
  count: number,
  ids: readonly number[] = [1],
  seed = 1,
): MapSource {
  const random = seededRandom(seed);
  const discs = ids.map((id) => ({
    id,
    x: random() * width,
    y: random() * height,
    radius: 2 + (random() * Math.min(width, height)) / 4,
    dx: random() * 6 - 3,
    dy: random() * 6 - 3,
  }));
  const maps = Array.from({ length: count }, (_, index) => {
    const map = new Uint8Array(width * height);
    for (const { id, x, y, radius, dx, dy } of discs) {
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          const distance = Math.hypot(column - x - dx * index, row - y - dy * index);
          if (distance + random() * 0.7 < radius) map[row * width + column] = id;
        }
      }
    }
    return map;
  });
  return { size: { width, height }, count, map: (index) => maps[index] as Uint8Array };
}
