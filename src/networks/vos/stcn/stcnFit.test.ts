import { describe, expect, it } from 'vitest';
import type { Runtime } from '../../runtime/runtime.ts';
import { assertStcnFits, stcnBytes, stcnFit } from './stcnFit.ts';
import { stcnGrid } from './stcnGrid.ts';

const MEBIBYTE = 2 ** 20;

/** A GPU with this binding limit. */
function gpuWith(mebibytes: number, precision: Runtime['precision'] = 'float32') {
  const device = { limits: { maxStorageBufferBindingSize: mebibytes * MEBIBYTE } };
  return { gpu: { device } as Runtime['gpu'], precision };
}

describe('what fits', () => {
  // The table in models/stcn/README.md.
  it.each([
    [854, 480, 5, 40],
    [1152, 480, 3, 30],
  ])('on a GPU with a binding limit of 128 MiB: %i×%i', (width, height, objects, framesOfOne) => {
    const grid = stcnGrid({ width, height });
    expect(stcnFit(gpuWith(128), grid, 100).objectsAtOnce).toBe(objects);
    expect(stcnFit(gpuWith(128), grid, 1).frames).toBe(framesOfOne);
    expect(stcnFit(gpuWith(128), grid, 2).frames).toBe(Math.floor(framesOfOne / 2));
    expect(stcnFit(gpuWith(128, 'float16'), grid, 1).frames).toBe(2 * framesOfOne);
  });

  it('on wasm: DAVIS-2017 with its longest sequence and most objects', () => {
    const grid = stcnGrid({ width: 910, height: 480 });
    const { objectsAtOnce, frames } = stcnFit({ gpu: null, precision: 'float32' }, grid, 5);
    expect(objectsAtOnce).toBe(4);
    expect(frames).toBeGreaterThan(21);
  });

  it('is at least two frames, even with a very low binding limit', () => {
    expect(stcnFit(gpuWith(1), stcnGrid({ width: 854, height: 480 }), 3)).toEqual({
      objectsAtOnce: 1,
      frames: 2,
    });
  });
});

it.each([
  [854, 480, 1, 374],
  [854, 480, 3, 646],
  [1152, 480, 1, 449],
])('estimates about what was measured: %i×%i, %i objects', (width, height, objects, MiB) => {
  // Measured with two frames in the memory.
  const layers = stcnBytes({ width, height }, objects) / MEBIBYTE - 1024;
  expect(layers / MiB).toBeGreaterThan(0.8);
  expect(layers / MiB).toBeLessThan(1.2);
});

it('refuses frames that are too small or too long, with a remedy', () => {
  const room = 3 * 2 ** 30;
  expect(() => assertStcnFits({ width: 48, height: 48 }, 1, room)).toThrow(
    'Frames of 48×48 are too small for STCN. Scale the pictures up to 64×64',
  );
  for (const [width, height] of [
    [854, 480],
    [1152, 480],
    [1280, 720],
    [3840, 2160],
  ] as const) {
    expect(() => assertStcnFits({ width, height }, 5, room)).not.toThrow();
  }
  const refused = () => assertStcnFits({ width: 9600, height: 480 }, 5, room);
  expect(refused).toThrow('Frames of 9600×480 are too long for STCN in a browser. Crop');
  try {
    refused();
  } catch (error) {
    const ratio = Number(/at most (\d+) times/.exec(String(error))?.[1]);
    expect(ratio).toBeGreaterThan(1);
    expect(() => assertStcnFits({ width: 480 * ratio, height: 480 }, 5, room)).not.toThrow();
  }
});
