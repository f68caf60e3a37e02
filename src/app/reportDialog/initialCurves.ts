import type { RateCurves } from '../../report/rateCurves.ts';

/**
 * The curves that are shown at first: those of the open sequence with its number of frames, or else
 * with another number, or else the first.
 */
export function initialCurves(
  sets: readonly RateCurves[],
  open: { readonly name: string; readonly frames: number } | null,
): RateCurves | null {
  const own = sets.filter(({ sequences }) => sequences.join() === open?.name);
  return own.find(({ frames }) => frames === open?.frames) ?? own[0] ?? sets[0] ?? null;
}
