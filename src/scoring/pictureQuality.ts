import { type Frames, framePlanes } from '../sequence/frames.ts';
import { type LabelMaps, labelMap, VOID_ID } from '../sequence/labelMaps.ts';
import { areaPsnr, framePsnr, weightedPsnr } from './psnr.ts';
import type { AreaQuality, PictureQuality } from './scoringApi.ts';
import { meanSsim } from './ssim.ts';

/** Area numbers for `areaPsnr` and `meanSsim`. */
const OUTSIDE = 0;
const INSIDE = 1;
const NEITHER = 2;

/**
 * Quality of frame `index` of a tested video against the original: of the whole picture, inside the
 * objects of the ground truth, and outside them, on its background. Void pixels are neither. An
 * area without pixels is null.
 *
 * @param truth null for a frame without ground truth, for which both areas are null
 */
export function pictureQuality(
  original: Frames,
  tested: Frames,
  truth: LabelMaps | null,
  index: number,
): PictureQuality {
  const planes = framePsnr(original, tested, index);
  const a = framePlanes(original, index).y;
  const b = framePlanes(tested, index).y;
  const areas = truth && areasOf(labelMap(truth, index));
  const ssim = meanSsim(a, b, original.size, areas, 2);
  const psnrY = areas ? areaPsnr(a, b, areas, 2) : [];
  const area = (number: number): AreaQuality | null => {
    const areaPsnrY = psnrY[number] ?? Number.NaN;
    if (Number.isNaN(areaPsnrY)) return null;
    return { psnrY: areaPsnrY, ssimY: ssim.areas[number] ?? Number.NaN };
  };
  return {
    psnrY: planes.y,
    psnr: weightedPsnr(planes),
    ssimY: ssim.whole,
    inside: area(INSIDE),
    outside: area(OUTSIDE),
  };
}

/**
 * Means over the frames that have a quality; areas are averaged over the frames that have them.
 * Decibels are averaged directly, so one identical frame makes the mean Infinity. NaN figures are
 * left out of their mean. Null if no frame has a quality.
 */
export function meanPictureQuality(
  list: readonly (PictureQuality | null)[],
): PictureQuality | null {
  const known = list.filter((entry) => entry !== null);
  if (known.length === 0) return null;
  return {
    psnrY: mean(known.map((entry) => entry.psnrY)),
    psnr: mean(known.map((entry) => entry.psnr)),
    ssimY: mean(known.map((entry) => entry.ssimY)),
    inside: meanArea(known.map((entry) => entry.inside)),
    outside: meanArea(known.map((entry) => entry.outside)),
  };
}

function meanArea(list: readonly (AreaQuality | null)[]): AreaQuality | null {
  const known = list.filter((entry) => entry !== null);
  if (known.length === 0) return null;
  return {
    psnrY: mean(known.map((entry) => entry.psnrY)),
    ssimY: mean(known.map((entry) => entry.ssimY)),
  };
}

function mean(values: readonly number[]): number {
  const known = values.filter((value) => !Number.isNaN(value));
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}

function areasOf(map: Uint8Array): Uint8Array {
  return map.map((id) => (id === VOID_ID ? NEITHER : id === 0 ? OUTSIDE : INSIDE));
}
