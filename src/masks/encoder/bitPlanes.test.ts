import { describe, expect, it } from 'vitest';
import { LabelPlane } from '../labelPlane.ts';
import { seededRandom } from '../seededRandom.ts';
import { BitPlanes } from './bitPlanes.ts';

function randomPlane(width: number, height: number, labels: number, seed: number): LabelPlane {
  const random = seededRandom(seed);
  const map = Uint8Array.from({ length: width * height }, () => Math.floor(random() * labels));
  return LabelPlane.of({ width, height }, map);
}

describe('BitPlanes', () => {
  it.each([2, 3, 255])('counts the pixels that differ between planes of %i labels', (labels) => {
    const [width, height] = [71, 45];
    const target = randomPlane(width, height, labels, 1);
    const previous = randomPlane(width, height, labels, 2);
    const [bits, previousBits] = [target, previous].map((plane) => {
      const read = new BitPlanes(plane, labels);
      read.read(plane);
      return read;
    }) as [BitPlanes, BitPlanes];
    for (const [x, y, across, down] of [
      [0, 0, 32, 32],
      [64, 32, 7, 13],
      [20, 20, 20, 20],
    ] as const) {
      for (const [moveX, moveY] of [
        [0, 0],
        [-36, 36],
        [36, -36],
        [5, -7],
      ] as const) {
        let wrong = 0;
        for (let line = y; line < y + down; line++) {
          for (let column = x; column < x + across; column++) {
            const moved = previous.labels[previous.at(column + moveX, line + moveY)];
            if (target.labels[target.at(column, line)] !== moved) wrong++;
          }
        }
        const counted = bits.mismatch(x, y, previousBits, moveX, moveY, across, down, Infinity);
        expect(counted).toBe(wrong);
      }
    }
  });
});
