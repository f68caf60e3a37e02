import { type Frames, framePlanes } from '../sequence/frames.ts';
import { type LabelMaps, labelMap, VOID_ID } from '../sequence/labelMaps.ts';
import { areaPsnr, framePsnr, weightedPsnr } from './psnr.ts';
import type { AreaQuality, PictureQuality } from './scoringApi.ts';
import { meanSsim } from './ssim.ts';

/** Areas of a picture, as `areaPsnr` and `meanSsim` number them. */
const OUTSIDE = 0;
const INSIDE = 1;
const NEITHER = 2;

/**
 * Quality of frame `index` of a tested video against the original, whole and inside and outside the
 * objects of its ground truth. Inside is every object's pixels, outside the background's; void is
 * neither. An area without a pixel is null.
 *
 * @param truth null for a frame without ground truth: then both areas are null
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
 * Means over the frames that have a quality, those inside and outside over the frames that have the
 * area. Decibels are averaged as such, so one identical frame makes its mean Infinity; a frame's
 * figure that is NaN is left out of its mean. Null if no frame has a quality.
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
