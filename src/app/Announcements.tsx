import type { ColumnState } from '../experiment/experimentState.ts';
import { columnNames } from '../results/columnNames.ts';
import { columnKind } from '../results/columnSpec.ts';
import { summarizeSequence } from '../scoring/statistics.ts';
import { formatScore } from '../viewer/format.ts';
import { useExperimentStore } from './experimentContext.ts';

/** Says to screen readers what changes without them: runs that start, finish or stop. */
export function Announcements() {
  const { status, columns } = useExperimentStore((store) => store.experiment);
  const texts: Readonly<Partial<Record<typeof status, string>>> = {
    running: 'The run has started.',
    cancelled: 'The run was cancelled.',
  };
  const text =
    status === 'done' ? `The run is finished. J&F: ${scoresOf(columns)}.` : texts[status];
  return (
    <p role="status" className="visually-hidden" data-testid="announcement">
      {text ?? ''}
    </p>
  );
}

/** E.g. `Original 0.782, x265 0.542`. */
function scoresOf(columns: readonly ColumnState[]): string {
  const names = columnNames(columns);
  return columns
    .flatMap((column, index) =>
      columnKind(column.spec) === 'truth'
        ? []
        : `${names[index]} ${formatScore(summarizeSequence(column.scores).JF)}`,
    )
    .join(', ');
}
