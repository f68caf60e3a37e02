import type { ExperimentState } from '../../experiment/experimentState.ts';
import { columnNames } from '../../results/columnNames.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { summarizeFrame } from '../../scoring/statistics.ts';
import { columnLooks } from '../lineLook.ts';
import type { ChartData } from './chartDrawing.ts';

/**
 * J&F per frame of all columns, in the looks of the screen's chart.
 *
 * @param marked frames with an upright line
 */
export function scoreChartData(
  { columns, frameCount }: ExperimentState,
  marked: readonly number[],
): ChartData {
  const names = columnNames(columns);
  const scored = columns
    .map((column, index) => ({ column, title: names[index] ?? column.title }))
    .filter(({ column }) => columnKind(column.spec) !== 'truth');
  const looks = columnLooks(scored.map(({ column }) => columnKind(column.spec)));
  return {
    lines: scored.map(({ column, title }, index) => ({
      title,
      look: looks[index] ?? 'plain',
      points: column.scores.flatMap((score, frame) => {
        const value = score ? summarizeFrame(score).JF : Number.NaN;
        return Number.isNaN(value) ? [] : [{ x: frame, y: value }];
      }),
      dots: false,
    })),
    points: [],
    horizontal: { title: 'frame', min: 0, max: Math.max(1, frameCount - 1) },
    vertical: { title: 'J&F', min: 0, max: 1 },
    marked,
  };
}
