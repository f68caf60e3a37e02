import type { ColumnState } from '../../experiment/experimentState.ts';
import { summarizeSequence } from '../../scoring/statistics.ts';

/**
 * J&F of two columns over the frames that are scored in both, so that a column that is behind is
 * compared on equal terms; null while there are none.
 */
export function commonScores(
  a: Pick<ColumnState, 'scores'>,
  b: Pick<ColumnState, 'scores'>,
): readonly [number, number] | null {
  const count = Math.max(a.scores.length, b.scores.length);
  const frames = Array.from({ length: count }, (_, index) => index);
  const inBoth = (scores: ColumnState['scores']) =>
    frames.map((index) => (a.scores[index] && b.scores[index] ? (scores[index] ?? null) : null));
  const [ofA, ofB] = [
    summarizeSequence(inBoth(a.scores)).JF,
    summarizeSequence(inBoth(b.scores)).JF,
  ];
  return Number.isNaN(ofA) || Number.isNaN(ofB) ? null : [ofA, ofB];
}
