import { useState } from 'react';
import { maskErrorsByQpTable, maskErrorsTable } from '../../report/maskErrorsTable.ts';
import { objectBitsTable } from '../../report/objectBitsTable.ts';
import { costTable, sequenceTable, sideTable, stabilityTable } from '../../report/tables.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { Button } from '../../ui/Button.tsx';
import { ExportButtons } from './ExportButtons.tsx';
import styles from './Panels.module.css';
import { TableView } from './TableView.tsx';

const TABLES = [
  { title: 'Table 1', make: costTable },
  { title: 'Table 2', make: sideTable },
  { title: 'Table 3', make: stabilityTable },
  { title: 'Sequences', make: sequenceTable },
  { title: 'Bits of the objects', make: objectBitsTable },
  { title: 'Where masks fall apart', make: maskErrorsTable },
  { title: '…by QP', make: maskErrorsByQpTable },
] as const;

/** The tables, with our rows above the published ones, and their export. */
export function TablesPanel({ results }: { readonly results: readonly SequenceResult[] }) {
  const [shown, setShown] = useState(0);
  const table = (TABLES[shown] ?? TABLES[0]).make(results);
  return (
    <div className={styles.panel}>
      <div className={styles.actions}>
        {TABLES.map(({ title }, index) => (
          <Button key={title} aria-pressed={index === shown} onClick={() => setShown(index)}>
            {title}
          </Button>
        ))}
        <span className={styles.spring} />
        <ExportButtons tables={[table]} />
      </div>
      <TableView table={table} />
      <ul className={styles.notes}>
        {table.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </div>
  );
}
