import { CRF_RANGE } from '../codec/x265.ts';

/** One encoding of the search. */
export interface TriedRate {
  readonly crf: number;
  readonly bpp: number;
}

/** The CRF whose rate is nearest to the target. */
export interface TargetRate extends TriedRate {
  /** All encodings, in order. */
  readonly tried: readonly TriedRate[];
  /** False when the target lies outside the rates of CRF 0 to 51. */
  readonly reached: boolean;
}

/**
 * Finds the integer CRF whose bits per pixel are nearest to `targetBpp`, compared as a ratio. It
 * bisects, because the rate falls as the CRF rises, and makes at most seven encodings.
 *
 * @param encode encodes the sequence at a CRF and returns its bits per pixel
 */
export async function findTargetCrf(
  targetBpp: number,
  encode: (crf: number) => Promise<number>,
): Promise<TargetRate> {
  const tried: TriedRate[] = [];
  // CRFs up to `above` have a rate above the target, CRFs from `below` on a rate of at most the
  // target.
  let above = CRF_RANGE.min - 1;
  let below = CRF_RANGE.max + 1;
  while (below - above > 1) {
    const crf = Math.floor((above + below) / 2);
    const bpp = await encode(crf);
    tried.push({ crf, bpp });
    if (bpp > targetBpp) above = crf;
    else below = crf;
  }
  const distance = ({ bpp }: TriedRate) => Math.abs(Math.log(bpp / targetBpp));
  const best = tried.reduce((a, b) => (distance(b) < distance(a) ? b : a));
  return { ...best, tried, reached: above >= CRF_RANGE.min && below <= CRF_RANGE.max };
}
