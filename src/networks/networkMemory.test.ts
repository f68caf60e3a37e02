import { describe, expect, it } from 'vitest';
import { assertNetworksFit, enhancerBytes, vosBytes } from './networkMemory.ts';
import { vosModels } from './runtime/modelManifest.ts';

const MEBIBYTE = 2 ** 20;
const use = { networks: ['compact'], memoryFrames: null } as const;

describe('the memory of the networks', () => {
  // Wasm memory of onnxruntime-web 1.30 after a run with a full memory and an enhanced frame, in
  // MiB, each in a separate process.
  it.each([
    [854, 480, 1, 283],
    [1280, 720, 3, 283],
    [1152, 480, 2, 486],
    [1280, 720, 16, 304],
    [1280, 720, 32, 274],
    [1280, 720, 64, 283],
    [1920, 480, 1, 1309],
    [2880, 480, 1, 2566],
    [854, 480, 128, 488],
  ])('is about what was measured for %i×%i with %i objects', (width, height, objects, MiB) => {
    const size = { width, height };
    const { settings } = vosModels.compact;
    const estimate = (vosBytes(size, settings, objects) + enhancerBytes(size)) / MEBIBYTE;
    expect(estimate / MiB).toBeGreaterThan(0.75);
    expect(estimate / MiB).toBeLessThan(1.25);
  });
});

describe('the memory of the enhancer', () => {
  it.each([
    [854, 480, 58],
    [1280, 720, 132],
    [1920, 1080, 260],
    [3840, 2160, 879],
  ])('is about what was measured for %i×%i', (width, height, MiB) => {
    const estimate = enhancerBytes({ width, height }) / MEBIBYTE;
    expect(estimate / MiB).toBeGreaterThan(0.75);
    expect(estimate / MiB).toBeLessThan(1.25);
  });
});

describe('assertNetworksFit', () => {
  it.each([
    ['YouTube-VOS', 1280, 720, 6],
    ['DAVIS', 1152, 480, 10],
    ['a 3:2 clip', 720, 480, 1],
    ['a clip of odd width', 910, 480, 2],
    ['4K', 3840, 2160, 5],
    ['portrait', 1080, 1920, 3],
    ['no VOS', 3840, 240, 0],
  ])('accepts %s: %i×%i, %i objects', (_, width, height, objectCount) => {
    expect(() => assertNetworksFit({ ...use, size: { width, height }, objectCount })).not.toThrow();
  });

  it('states how many objects fit if there are too many', () => {
    const size = { width: 2950, height: 480 };
    const refused = () => assertNetworksFit({ ...use, size, objectCount: 254 });
    expect(refused).toThrow(
      /254 objects in frames of 2950×480 are too many .* at most \d+ of them/,
    );
    const most = Number(/at most (\d+)/.exec(messageOf(refused))?.[1]);
    const request = (objectCount: number) => () => assertNetworksFit({ ...use, size, objectCount });
    expect(request(most)).not.toThrow();
    expect(request(most + 1)).toThrow('too many');
  });

  it('states the ratio to crop to, which then fits', () => {
    const refused = () =>
      assertNetworksFit({ ...use, size: { width: 480, height: 4800 }, objectCount: 1 });
    const ratio = Number(/at most (\d+) times as long/.exec(messageOf(refused))?.[1]);
    const size = { width: 480, height: 480 * ratio };
    expect(() => assertNetworksFit({ ...use, size, objectCount: 1 })).not.toThrow();
  });

  it('states how many pixels fit the enhancer', () => {
    const refused = () =>
      assertNetworksFit({ ...use, size: { width: 8192, height: 8192 }, objectCount: 1 });
    expect(refused).toThrow(/8192×8192 are too large for the enhancer .* at most 28 megapixels/);
  });
});

function messageOf(call: () => void): string {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  return '';
}
