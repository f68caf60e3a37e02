import { useMemo } from 'react';
import type { Experiment } from '../../experiment/experiment.ts';
import { type ColumnState, emptyColumn } from '../../experiment/experimentState.ts';
import { type ColumnSpec, columnTitle } from '../../results/columnSpec.ts';
import { useExperimentStore } from '../experimentContext.ts';

/** The columns on the screen: those of the experiment, or empty ones before there is any. */
export function useColumns(): readonly ColumnState[] {
  const made = useExperimentStore((store) => store.experiment.columns);
  const specs = useExperimentStore((store) => store.configuration.columns);
  const empty = useMemo(
    () => specs.map((spec, index) => emptyColumn(`empty-${index}`, spec, columnTitle(spec))),
    [specs],
  );
  return made.length > 0 ? made : empty;
}

/**
 * Runs the experiment with other columns.
 *
 * @returns the key of the column at `index`, for the one that was added
 */
export function changeColumns(
  experiment: Experiment,
  columns: readonly ColumnSpec[],
  index = 0,
): string | null {
  // The state has the new columns at once; what they show comes later.
  void experiment.configure({ columns });
  return experiment.store.getState().experiment.columns[index]?.key ?? null;
}
