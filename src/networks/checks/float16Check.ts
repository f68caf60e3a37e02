import type { FramePlanes, FrameSize } from '../../sequence/frames.ts';
import { enhanceFrame } from '../enhancer/enhance.ts';
import { refineMasks } from '../maskRefiner/refineMasks.ts';
import type { Precision, ProviderReport } from '../networksApi.ts';
import { failureText } from '../runtime/failureText.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { openEnhancer, openMaskRefiner, release } from '../runtime/sessions.ts';
import { openVos } from '../vos/openVos.ts';
import type { VosSource } from '../vos/vosSource.ts';
import { largestDifference } from './goldenCheck.ts';
import { goldenFrame, goldenMap, goldenPictures } from './goldenScene.ts';

/**
 * Largest share of pixels with another label in float16 that rounding explains: a few at object
 * edges. A hundredth of it was measured with float16 only for weights and tensors between graphs.
 */
export const FLOAT16_TOLERANCE = 5e-4;

/** Largest difference of an enhanced sample, 0..1, that rounding explains: one grey level. */
export const FLOAT16_ENHANCER_TOLERANCE = 1 / 255;

/** The part of a provider's report about its precision. */
export type PrecisionReport = Pick<
  ProviderReport,
  'precision' | 'float16Disagreement' | 'float16EnhancerDifference' | 'float16Reason'
>;

/** The report if float16 was not tried. */
export const FLOAT32_REPORT: PrecisionReport = {
  precision: 'float32',
  float16Disagreement: null,
  float16EnhancerDifference: null,
  float16Reason: null,
};

/**
 * Chooses float16 if the GPU supports it and segments and enhances golden pictures with it as in
 * float32; otherwise float32, with the reason. Never throws.
 *
 * @param runtime a GPU that has passed the golden check in float32
 * @param hasFloat16 whether the GPU was opened with `shader-f16`
 */
export async function choosePrecision(
  runtime: Runtime,
  source: VosSource,
  hasFloat16: boolean,
): Promise<PrecisionReport> {
  const { device } = runtime;
  if (source.name === 'own') {
    const reason = 'Custom networks always run in float32.';
    return { ...FLOAT32_REPORT, float16Reason: reason };
  }
  if (!hasFloat16) {
    return { ...FLOAT32_REPORT, float16Reason: `${device} does not support float16.` };
  }
  try {
    const disagreement = await float16Disagreement(runtime, source);
    return judgeFloat16(disagreement, await enhancerDifference(runtime), device);
  } catch (error) {
    return {
      ...FLOAT32_REPORT,
      float16Reason: `Float16 failed on ${device}: ${failureText(error)}.`,
    };
  }
}

/**
 * @param disagreement share of pixels with another label, 0..1, or NaN
 * @param enhanced largest difference of an enhanced sample, 0..1, or NaN
 */
export function judgeFloat16(
  disagreement: number,
  enhanced: number,
  device: string,
): PrecisionReport {
  const found = { float16Disagreement: disagreement, float16EnhancerDifference: enhanced };
  const refused = (what: string, limit: string): PrecisionReport => ({
    precision: 'float32',
    ...found,
    float16Reason: `${device} ${what} in float16 than in float32 (rounding explains at most ${limit}).`,
  });
  if (!(disagreement <= FLOAT16_TOLERANCE)) {
    const what = `labels ${percent(disagreement)} of a picture differently`;
    return refused(what, percent(FLOAT16_TOLERANCE));
  }
  if (!(enhanced <= FLOAT16_ENHANCER_TOLERANCE)) {
    const what = `enhances samples up to ${levels(enhanced)} differently`;
    return refused(what, levels(FLOAT16_ENHANCER_TOLERANCE));
  }
  return { precision: 'float16', ...found, float16Reason: null };
}

/** The share of pixels with different ids, 0..1; NaN if there are no pixels. */
export function disagreement(a: readonly Uint8Array[], b: readonly Uint8Array[]): number {
  let pixels = 0;
  let different = 0;
  for (const [index, map] of a.entries()) {
    pixels += map.length;
    for (const [pixel, id] of map.entries()) if (id !== b[index]?.[pixel]) different++;
  }
  return different / pixels;
}

async function float16Disagreement(runtime: Runtime, source: VosSource): Promise<number> {
  const frames = Array.from({ length: FRAMES }, (_, time) => goldenFrame(SIZE, time));
  const maps = async (precision: Precision) => [
    ...(await labelMaps({ ...runtime, precision }, source, frames)),
    await refinedMap({ ...runtime, precision }),
  ];
  return disagreement(await maps('float32'), await maps('float16'));
}

async function enhancerDifference(runtime: Runtime): Promise<number> {
  const enhanced = async (precision: Precision) => {
    const enhancer = await openEnhancer({ ...runtime, precision }, SIZE);
    try {
      return await enhanceFrame(enhancer, goldenPictures(SIZE), CRF, goldenMap(SIZE));
    } finally {
      await release([enhancer.session]);
    }
  };
  return largestDifference([await enhanced('float32')], [await enhanced('float16')]);
}

/** The golden map, refined. */
async function refinedMap(runtime: Runtime): Promise<Uint8Array> {
  const refiner = await openMaskRefiner(runtime, SIZE);
  try {
    const map = goldenMap(SIZE);
    const refined = new Uint8Array(map.length);
    await refineMasks(refiner, goldenFrame(SIZE, 0), map, { scale: 2, crf: CRF }, refined);
    return refined;
  } finally {
    await release([refiner.session]);
  }
}

const CRF = 45;

/**
 * A real frame size: float16 may be too coarse for the sums over all memory positions, which grow
 * with the picture.
 */
const SIZE: FrameSize = { width: 854, height: 480 };
const OBJECT_IDS = [1, 2];
/** Every frame is kept in memory, so the last one reads two slots and a previous frame. */
const FRAMES = 4;
const INTERVAL = 1;

/** Label maps of all frames but the first, in the runtime's precision. */
async function labelMaps(
  runtime: Runtime,
  source: VosSource,
  frames: readonly FramePlanes[],
): Promise<Uint8Array[]> {
  const [first, ...others] = frames;
  if (!first) return [];
  const network = await openVos(runtime, source, SIZE, OBJECT_IDS.length, { interval: INTERVAL });
  try {
    const run = await network.begin(first, goldenMap(SIZE), OBJECT_IDS);
    try {
      const maps: Uint8Array[] = [];
      for (const frame of others) {
        const map = new Uint8Array(SIZE.width * SIZE.height);
        await run.segment(frame, map);
        maps.push(map);
      }
      return maps;
    } finally {
      run.dispose();
    }
  } finally {
    await network.close();
  }
}

function levels(difference: number): string {
  return `${(255 * difference).toPrecision(2)} grey levels`;
}

function percent(share: number): string {
  return `${(100 * share).toPrecision(2)} %`;
}
