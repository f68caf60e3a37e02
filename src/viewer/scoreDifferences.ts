import type { ColumnState } from '../experiment/experimentState.ts';
import { summarizeFrame } from '../scoring/statistics.ts';

/** How much a column's J&F is above that of another at a frame. */
export interface ScoreDifference {
  readonly frame: number;
  readonly difference: number;
}

/** The differences at the frames that are scored in both columns, in their order. */
export function scoreDifferences(
  above: Pick<ColumnState, 'scores'>,
  below: Pick<ColumnState, 'scores'>,
): ScoreDifference[] {
  return above.scores.flatMap((score, frame) => {
    const other = below.scores[frame];
    if (!score || !other) return [];
    const difference = summarizeFrame(score).JF - summarizeFrame(other).JF;
    return Number.isNaN(difference) ? [] : [{ frame, difference }];
  });
}

/** The frame at which it is most above; null if it is nowhere above. */
export function frameMostAbove(differences: readonly ScoreDifference[]): number | null {
  let most: ScoreDifference | null = null;
  for (const each of differences) {
    if (each.difference > (most?.difference ?? 0)) most = each;
  }
  return most?.frame ?? null;
}
