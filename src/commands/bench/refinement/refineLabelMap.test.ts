import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { meanJaccard } from '../../../masks/jaccard.ts';
import { downscale, upscale } from '../../../masks/scaling.ts';
import { seededRandom } from '../../../masks/seededRandom.ts';
import { movingDiscs } from '../../../masks/testing/testMaps.ts';
import type { FrameSize } from '../../../sequence/frames.ts';
import { decodeAnnotation } from '../../../sequence/labelMapPng.ts';
import { hasShared, readShared, SHARED, withShared } from '../../../testing/sharedFixtures.ts';
import { CONTOUR_RADIUS } from './labelScores.ts';
import { DEFAULT_REFINEMENT_SETTINGS, refineLabelMap } from './refineLabelMap.ts';

const SIZE: FrameSize = { width: 96, height: 80 };

/** A plane with the value `left` in the columns before `edge`, and `right` in the others. */
function halves({ width, height }: FrameSize, edge: number, left: number, right: number) {
  return Uint8Array.from({ length: width * height }, (_, at) => (at % width < edge ? left : right));
}

function noise({ width, height }: FrameSize, seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: width * height }, () => Math.floor(random() * 256));
}

/** The labels in the window with `radius` around a pixel. */
function labelsAround(map: Uint8Array, { width, height }: FrameSize, at: number, radius: number) {
  const [x, y] = [at % width, Math.floor(at / width)];
  const labels = new Set<number>();
  for (let row = Math.max(0, y - radius); row <= Math.min(height - 1, y + radius); row++) {
    for (
      let column = Math.max(0, x - radius);
      column <= Math.min(width - 1, x + radius);
      column++
    ) {
      labels.add(map[row * width + column] as number);
    }
  }
  return labels;
}

function differences(a: Uint8Array, b: Uint8Array): number[] {
  return [...a.keys()].filter((at) => a[at] !== b[at]);
}

/** The columns at which the right half of a map of two halves starts. */
function contourColumns(map: Uint8Array, { width, height }: FrameSize): Set<number> {
  const columns = new Set<number>();
  for (let y = 0; y < height; y++) columns.add(map.subarray(y * width, (y + 1) * width).indexOf(0));
  return columns;
}

describe('refining a label map', () => {
  it.each([
    ['one object', [1]],
    ['several objects', [1, 2, 7, 254]],
  ])('changes only pixels near a contour, to labels nearby: %s', (_, ids) => {
    const map = movingDiscs(SIZE.width, SIZE.height, 1, ids, 3).map(0);
    const refined = refineLabelMap(map, SIZE, noise(SIZE, 5), 3, { lumaWeight: 0.5 });
    const changed = differences(map, refined);
    expect(changed.length).toBeGreaterThan(0);
    for (const at of changed) {
      expect(labelsAround(map, SIZE, at, CONTOUR_RADIUS)).toContain(refined[at]);
    }
  });

  it('treats rows and columns alike', () => {
    const size = { width: 64, height: 64 };
    const transposed = (plane: Uint8Array) =>
      Uint8Array.from(plane, (_, at) => plane[(at % 64) * 64 + Math.floor(at / 64)] as number);
    const map = movingDiscs(64, 64, 1, [1, 2], 9).map(0);
    const luma = noise(size, 7);
    const refined = refineLabelMap(map, size, luma, 2);
    expect(differences(refined, map).length).toBeGreaterThan(0);
    expect(refineLabelMap(transposed(map), size, transposed(luma), 2)).toEqual(transposed(refined));
  });

  it.each([-2, -1, 1, 2])(
    'moves a contour back by %i pixels to a strong edge, one pixel per step',
    (offset) => {
      const luma = halves(SIZE, 40, 60, 180);
      let map: Uint8Array = halves(SIZE, 40 + offset, 1, 0);
      for (let step = 0; step < Math.abs(offset); step++) map = refineLabelMap(map, SIZE, luma, 3);
      expect(contourColumns(map, SIZE)).toEqual(new Set([40]));
      expect(refineLabelMap(map, SIZE, luma, 3)).toEqual(map);
    },
  );

  it('moves a contour between two objects like one between an object and the background', () => {
    const luma = halves(SIZE, 40, 60, 180);
    const refined = refineLabelMap(halves(SIZE, 41, 5, 9), SIZE, luma, 3);
    expect(refined).toEqual(halves(SIZE, 40, 5, 9));
  });

  it('moves two contours, each by the luma next to it', () => {
    const third = (first: number, second: number) =>
      Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, at) => {
        const x = at % SIZE.width;
        return x < first ? 0 : x < second ? 1 : 2;
      });
    const luma = third(30, 56).map((label) => [30, 120, 210][label] as number);
    expect(refineLabelMap(third(31, 55), SIZE, luma, 3)).toEqual(third(30, 56));
  });

  it('does not move a straight contour if the luma is flat, has no edge nearby or a gradient along it', () => {
    const map = halves(SIZE, 40, 1, 0);
    const along = Uint8Array.from(map, (_, at) => Math.floor(at / SIZE.width) * 2);
    for (const luma of [new Uint8Array(map.length).fill(90), halves(SIZE, 70, 20, 200), along]) {
      expect(refineLabelMap(map, SIZE, luma, 2)).toEqual(map);
    }
  });

  it('smooths the steps of a coarse contour', () => {
    // A line of slope 1/4, coded in cells of 3×3 pixels.
    const line = (x: number, y: number) => (y * 4 > x + 60 ? 1 : 0);
    const make = (label: (x: number, y: number) => number) =>
      Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, at) =>
        label(at % SIZE.width, Math.floor(at / SIZE.width)),
      );
    const truth = make(line);
    const coarse = make((x, y) => line(3 * Math.floor(x / 3) + 1, 3 * Math.floor(y / 3) + 1));
    const refined = refineLabelMap(coarse, SIZE, new Uint8Array(truth.length), 3);
    expect(differences(refined, truth).length).toBeLessThan(
      differences(coarse, truth).length * 0.7,
    );
  });

  it.skipIf(!hasShared)(
    withShared(
      'brings annotations coded at a half or a third of the size closer to the originals on average',
    ),
    () => {
      const names = readdirSync(join(SHARED, 'davis-train/Annotations'));
      expect(names).toHaveLength(30);
      for (const scale of [2, 3]) {
        let gained = 0;
        for (const name of names) {
          const file = `davis-train/Annotations/${name}/00010.png`;
          const { ids, size } = decodeAnnotation(readShared(file), file);
          const decoded = upscale(downscale(ids, size, scale), size, scale);
          const refined = refineLabelMap(decoded, size, new Uint8Array(ids.length), scale);
          gained += meanJaccard(ids, refined) - meanJaccard(ids, decoded);
        }
        expect(gained).toBeGreaterThan(0);
      }
    },
  );

  it('keeps lines two pixels wide, of an object and between objects', () => {
    const bar = (labels: readonly [number, number]) =>
      Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, at) => {
        const [x, y] = [at % SIZE.width, Math.floor(at / SIZE.width)];
        return x >= 40 && x < 42 && y >= 20 && y < 60 ? labels[1] : labels[0];
      });
    for (const map of [bar([0, 1]), bar([1, 0]), bar([3, 4])]) {
      const refined = refineLabelMap(map, SIZE, new Uint8Array(map.length).fill(128), 3);
      for (const [at, label] of map.entries()) {
        if (label !== map[0]) expect(refined[at]).toBe(label);
      }
    }
  });

  it('returns a map coded at scale 1 unchanged, and never changes its input', () => {
    const map = movingDiscs(SIZE.width, SIZE.height, 1, [1, 2], 4).map(0);
    const luma = noise(SIZE, 6);
    const [mapBefore, lumaBefore] = [map.slice(), luma.slice()];
    expect(refineLabelMap(map, SIZE, luma, 1)).toEqual(map);
    expect(differences(refineLabelMap(map, SIZE, luma, 2), map).length).toBeGreaterThan(0);
    expect([map, luma]).toEqual([mapBefore, lumaBefore]);
  });

  it('returns maps with one label unchanged', () => {
    for (const label of [0, 3]) {
      const map = new Uint8Array(SIZE.width * SIZE.height).fill(label);
      expect(refineLabelMap(map, SIZE, noise(SIZE, 2), 3)).toEqual(map);
    }
  });

  it.each([
    [1, 1],
    [1, 50],
    [50, 1],
    [2, 3],
    [33, 31],
    [65, 7],
  ])('refines maps of %i×%i', (width, height) => {
    const size = { width, height };
    const random = seededRandom(width * 100 + height);
    const map = Uint8Array.from({ length: width * height }, () => Math.floor(random() * 3));
    const refined = refineLabelMap(map, size, noise(size, 8), 3);
    expect(refined).toHaveLength(map.length);
    for (const at of differences(map, refined)) {
      expect(labelsAround(map, size, at, CONTOUR_RADIUS)).toContain(refined[at]);
    }
  });

  it('does not depend on the position of a contour in the tiles', () => {
    const disc = (shift: number) => (at: number) => {
      const [x, y] = [(at % SIZE.width) - shift, Math.floor(at / SIZE.width) - shift];
      return (x - 30) ** 2 + (y - 30) ** 2 + ((x * 7 + y * 13) % 5) * 12 < 300 ? 1 : 0;
    };
    const refined = (shift: number) => {
      const map = Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, at) => disc(shift)(at));
      const luma = map.map((label, at) => 100 + 40 * label + ((at - shift * (SIZE.width + 1)) % 7));
      return refineLabelMap(map, SIZE, luma, 3);
    };
    const [here, there] = [refined(0), refined(9)];
    for (let y = 5; y < 60; y++) {
      const row = y * SIZE.width;
      const shifted = row + 9 * (SIZE.width + 1);
      expect(there.subarray(shifted + 5, shifted + 60)).toEqual(here.subarray(row + 5, row + 60));
    }
  });

  it('refuses planes of another size', () => {
    const map = new Uint8Array(SIZE.width * SIZE.height);
    const refine = (labels: Uint8Array, luma: Uint8Array) =>
      refineLabelMap(labels, SIZE, luma, 2, DEFAULT_REFINEMENT_SETTINGS);
    expect(() => refine(map.subarray(1), map)).toThrow('a label map of 7679 bytes is not 96×80');
    expect(() => refine(map, map.subarray(1))).toThrow('a luma plane of 7679 bytes is not 96×80');
  });
});
