import { CRF_RANGE } from '../codec/x265.ts';

/** One encoding that the search made. */
export interface TriedRate {
  readonly crf: number;
  readonly bpp: number;
}

/** The CRF whose rate is nearest to the wanted one. */
export interface TargetRate extends TriedRate {
  /** All encodings, in the order in which they were made. */
  readonly tried: readonly TriedRate[];
  /** False where even CRF 0 or CRF 51 lies on the wrong side of the wanted rate. */
  readonly reached: boolean;
}

/**
 * Finds the whole CRF whose bits per pixel are nearest to `targetBpp`, as a ratio, by bisection: the
 * rate falls as CRF rises. Takes seven encodings at most.
 *
 * @param encode bits per pixel of the sequence at a CRF
 */
export async function findTargetCrf(
  targetBpp: number,
  encode: (crf: number) => Promise<number>,
): Promise<TargetRate> {
  const tried: TriedRate[] = [];
  // Every CRF up to `above` is known, or assumed, to give more than the target; from `below` on less.
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
