import type { Experiment } from '../../experiment/experiment.ts';
import type { ColumnSpec } from '../../results/columnSpec.ts';
import { viewStore } from '../../viewer/viewState.ts';
import { insertColumn, moveColumn, removeColumn, replaceColumn } from './listEdits.ts';
import { changeColumns } from './useColumns.ts';

/** What can be done with one of the columns. */
export interface ColumnEdits {
  /** Its place among `count` columns. */
  readonly index: number;
  readonly count: number;
  readonly onChange: (spec: ColumnSpec) => void;
  /** Puts a copy on its right, with its settings open. */
  readonly onDuplicate: () => void;
  readonly onRemove: () => void;
  readonly onMove: (by: -1 | 1) => void;
}

/** The actions of the column at a place. */
export function columnEdits(experiment: Experiment, index: number): ColumnEdits {
  const columns = () => experiment.store.getState().configuration.columns;
  return {
    index,
    count: columns().length,
    onChange: (spec) => void changeColumns(experiment, replaceColumn(columns(), index, spec)),
    onDuplicate: () => {
      const spec = columns()[index];
      if (!spec) return;
      // A copy, because columns that are the same object keep each other's key.
      const copies = insertColumn(columns(), index + 1, { ...spec });
      const key = changeColumns(experiment, copies, index + 1);
      viewStore.setState({ enlarged: null, editing: key, added: key });
    },
    onRemove: () => {
      viewStore.setState({ editing: null });
      changeColumns(experiment, removeColumn(columns(), index));
    },
    onMove: (by) => void changeColumns(experiment, moveColumn(columns(), index, by)),
  };
}
