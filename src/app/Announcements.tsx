import { columnNames } from '../results/columnNames.ts';
import { columnKind } from '../results/columnSpec.ts';
import { summarizeSequence } from '../scoring/statistics.ts';
import { formatScore } from '../viewer/format.ts';
import { useExperimentStore } from './experimentContext.ts';

/** Says to screen readers what changes without them: runs that start, finish or stop. */
export function Announcements() {
  const { status, columns } = useExperimentStore((store) => store.experiment);
  const names = columnNames(columns);
  const scores = columns.flatMap((column, index) =>
    columnKind(column.spec) === 'truth'
      ? []
      : `${names[index]} ${formatScore(summarizeSequence(column.scores).JF)}`,
  );
  const texts: Readonly<Partial<Record<typeof status, string>>> = {
    running: 'The run has started.',
    done: `The run is finished. J&F: ${scores.join(', ')}.`,
    cancelled: 'The run was cancelled.',
  };
  return (
    <p role="status" className="visually-hidden" data-testid="announcement">
      {texts[status] ?? ''}
    </p>
  );
}
