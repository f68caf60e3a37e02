import type { ColumnState } from '../../experiment/experimentState.ts';

/** `counted` in the mean; `left-out` of it, though the frame has a score; null without a score. */
export type ScoredMark = 'counted' | 'left-out' | null;

/**
 * Which frames were scored in any column. The first and the last annotated frame do not count, as in
 * the official evaluation.
 */
export function scoredMarks(
  columns: readonly Pick<ColumnState, 'scores'>[],
  frameCount: number,
): ScoredMark[] {
  const scored = Array.from({ length: frameCount }, (_, frame) =>
    columns.some(({ scores }) => scores[frame] != null),
  );
  const [first, last] = [scored.indexOf(true), scored.lastIndexOf(true)];
  return scored.map((isScored, frame) => {
    if (!isScored) return null;
    return frame === first || frame === last ? 'left-out' : 'counted';
  });
}
