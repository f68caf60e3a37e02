import { type ReactNode, useState } from 'react';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnNames } from '../../results/columnNames.ts';
import { Segments } from '../../ui/Segments.tsx';
import { useColumns } from './useColumns.ts';

/** A column with its short name. */
export interface ChosenColumn {
  readonly column: ColumnState;
  readonly name: string;
}

/**
 * One of the columns that pass a test, for a dialog that shows one at a time: the first until the
 * user chooses another.
 *
 * @returns the column, null if there is none, and the choice, which is empty if there is but one
 */
export function useColumnChoice(test: (column: ColumnState) => boolean): {
  readonly chosen: ChosenColumn | null;
  readonly choice: ReactNode;
} {
  const columns = useColumns();
  const [key, setKey] = useState<string | null>(null);
  const names = columnNames(columns);
  const choices = columns
    .map((column, index) => ({ column, name: names[index] ?? column.title }))
    .filter(({ column }) => test(column));
  const chosen = choices.find(({ column }) => column.key === key) ?? choices[0] ?? null;
  const choice = choices.length > 1 && (
    <Segments
      label="Column"
      choices={choices.map(({ column, name }) => ({ value: column.key, label: name }))}
      chosen={chosen?.column.key ?? null}
      onChoose={setKey}
    />
  );
  return { chosen, choice };
}
