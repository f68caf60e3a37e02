import type { FrameSize } from '../../sequence/frames.ts';
import { enhanceFrame } from '../enhancer/enhance.ts';
import { refineMasks } from '../maskRefiner/refineMasks.ts';
import { onCpu, type Runtime } from '../runtime/runtime.ts';
import { openEnhancer, openMaskRefiner, release } from '../runtime/sessions.ts';
import { openVos } from '../vos/openVos.ts';
import type { VosSource } from '../vos/vosSource.ts';
import { goldenFrame, goldenMap, goldenPictures } from './goldenScene.ts';

/** Largest difference between a GPU and wasm that rounding explains. */
export const GOLDEN_TOLERANCE = 1e-3;

/**
 * Runs all networks on a small moving picture, on the runtime's GPU and on wasm, in float32,
 * because some GPUs compute some operators wrongly.
 *
 * @returns the largest absolute difference of any probability or enhanced sample (both 0..1); NaN
 *   if the GPU computed NaN
 */
export async function goldenDifference(runtime: Runtime, source: VosSource): Promise<number> {
  const expected = await goldenOutputs(onCpu(runtime), source);
  const found = await goldenOutputs(runtime, source);
  return largestDifference(expected, found);
}

/** True if rounding explains a GPU's largest difference to wasm. */
export function isTrusted(difference: number): boolean {
  return difference <= GOLDEN_TOLERANCE;
}

/** The largest absolute difference. NaN propagates, so it is never within tolerance. */
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
 * The second object appears on the second frame, which is therefore kept in memory. The fourth
 * frame then reads memory that was written in every possible way.
 */
const FRAMES = 4;
const LATE = { frame: 1, objectIds: OBJECT_IDS.slice(1) };

async function goldenOutputs(runtime: Runtime, source: VosSource): Promise<Float32Array[]> {
  const vos = await openVos(runtime, source, SIZE, OBJECT_IDS.length);
  const enhancer = await openEnhancer(runtime, SIZE);
  const maskRefiner = await openMaskRefiner(runtime, SIZE);
  try {
    const map = goldenMap(SIZE);
    const outputs = [await enhanceFrame(enhancer, goldenPictures(SIZE), CRF, map)];
    const coding = { scale: 2, crf: CRF };
    const refined = new Uint8Array(map.length);
    const logits = await refineMasks(maskRefiner, goldenFrame(SIZE, 0), map, coding, refined);
    outputs.push(...logits.map(probabilities));
    const run = await vos.begin(goldenFrame(SIZE, 0), map, OBJECT_IDS.slice(0, 1));
    try {
      const labels = new Uint8Array(map.length);
      for (let time = 1; time < FRAMES; time++) {
        outputs.push(await run.segment(goldenFrame(SIZE, time), labels));
        if (time === LATE.frame) await run.introduce(goldenFrame(SIZE, time), map, LATE.objectIds);
      }
    } finally {
      run.dispose();
    }
    return outputs;
  } finally {
    await vos.close();
    await release([enhancer.session, maskRefiner.session]);
  }
}

function probabilities(logits: Float32Array): Float32Array {
  return logits.map((logit) => 1 / (1 + Math.exp(-logit)));
}
