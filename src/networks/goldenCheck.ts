import { chromaSize, type FramePlanes, type FrameSize } from '../sequence/frames.ts';
import { enhanceFrame } from './enhance.ts';
import { onProcessor, type Runtime } from './runtime.ts';
import { openEnhancer, openVos, release } from './sessions.ts';
import type { VosNetworkName } from './vosNetworks.ts';
import { VosRun } from './vosRun.ts';

/** Largest difference between a graphics card and wasm that rounding explains. */
export const GOLDEN_TOLERANCE = 1e-3;

/**
 * Runs the VOS network and the enhancer on a small moving picture, on the runtime's graphics card and on wasm, since
 * operators have been wrong on some cards.
 *
 * @returns the largest absolute difference of any probability or enhanced sample (both 0..1);
 *   NaN where the card computed NaN
 */
export async function goldenDifference(runtime: Runtime, network: VosNetworkName): Promise<number> {
  const expected = await goldenOutputs(onProcessor(runtime), network);
  const found = await goldenOutputs(runtime, network);
  return largestDifference(expected, found);
}

/** Whether a card's largest difference to wasm is one that rounding explains. */
export function isTrusted(difference: number): boolean {
  return difference <= GOLDEN_TOLERANCE;
}

/** Differences propagate NaN, so that a card that computes NaN is never within tolerance. */
export function largestDifference(a: readonly Float32Array[], b: readonly Float32Array[]): number {
  let largest = 0;
  for (const [index, values] of a.entries()) {
    const others = b[index];
    for (let i = 0; i < values.length; i++) {
      const difference = Math.abs((values[i] ?? 0) - (others?.[i] ?? Number.NaN));
      if (!(difference <= largest)) largest = difference;
      if (Number.isNaN(largest)) return largest;
    }
  }
  return largest;
}

const SIZE: FrameSize = { width: 96, height: 64 };
const OBJECT_IDS = [1, 2];
const CRF = 45;
/**
 * The second object appears on the second frame, so that the third one reads what every way into
 * the memory has written.
 */
const FRAMES = 3;
const LATE = { frame: 1, objectIds: OBJECT_IDS.slice(1) };

async function goldenOutputs(runtime: Runtime, network: VosNetworkName): Promise<Float32Array[]> {
  const vos = await openVos(runtime, network, SIZE, OBJECT_IDS.length);
  const enhancer = await openEnhancer(runtime, SIZE);
  try {
    const map = goldenMap();
    const outputs = [await enhanceFrame(enhancer, goldenFrame(0), CRF, map)];
    const run = await VosRun.begin(vos, goldenFrame(0), map, OBJECT_IDS.slice(0, 1));
    try {
      const labels = new Uint8Array(map.length);
      for (let time = 1; time < FRAMES; time++) {
        outputs.push(await run.segment(goldenFrame(time), labels));
        if (time === LATE.frame) await run.introduce(goldenFrame(time), map, LATE.objectIds);
      }
    } finally {
      run.dispose();
    }
    return outputs;
  } finally {
    await release([vos.encodeKey, vos.encodeValue, vos.read, enhancer.session]);
  }
}

/** Slow waves with a pattern on them, which move to the right. */
function goldenFrame(time: number): FramePlanes {
  const chroma = chromaSize(SIZE);
  const wave = (size: FrameSize, period: number, phase: number) =>
    Uint8Array.from({ length: size.width * size.height }, (_, index) => {
      const x = (index % size.width) - 2 * time;
      const y = Math.floor(index / size.width);
      const slow = 60 * Math.sin(x / period + phase) * Math.cos(y / period);
      return 125 + slow + 30 * Math.sin(x * 1.7 + y * 0.9);
    });
  return { y: wave(SIZE, 9, 0), u: wave(chroma, 7, 1), v: wave(chroma, 5, 2), size: SIZE, chroma };
}

/** Two boxes. */
function goldenMap(): Uint8Array {
  return Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, index) => {
    const x = index % SIZE.width;
    const y = Math.floor(index / SIZE.width);
    if (y < 16 || y >= 48) return 0;
    if (x >= 10 && x < 40) return 1;
    return x >= 52 && x < 80 ? 2 : 0;
  });
}
