import { Download } from 'lucide-react';
import { useState } from 'react';
import type { SequenceResult } from '../../experiment/resultSchema.ts';
import { cellText, type Table } from '../../report/table.ts';
import { TABLE_FORMATS } from '../../report/tableFormats.ts';
import { costTable, sequenceTable, sideTable, stabilityTable } from '../../report/tables.ts';
import { Button } from '../../ui/Button.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import styles from './Panels.module.css';

const TABLES = [
  { title: 'Table 1', make: costTable },
  { title: 'Table 2', make: sideTable },
  { title: 'Table 3', make: stabilityTable },
  { title: 'Sequences', make: sequenceTable },
] as const;

/** The published tables with our rows above theirs, to be read and taken along. */
export function TablesPanel({ results }: { readonly results: readonly SequenceResult[] }) {
  const [shown, setShown] = useState(0);
  const table = (TABLES[shown] ?? TABLES[0]).make(results);
  const save = ({ extension, type, write }: (typeof TABLE_FORMATS)[keyof typeof TABLE_FORMATS]) =>
    saveFile(new Blob([write(table)], { type }), `maskscope-${table.id}.${extension}`);
  return (
    <div className={styles.panel}>
      <div className={styles.actions}>
        {TABLES.map(({ title }, index) => (
          <Button key={title} aria-pressed={index === shown} onClick={() => setShown(index)}>
            {title}
          </Button>
        ))}
        <span className={styles.spring} />
        <Download size={16} aria-hidden />
        {Object.values(TABLE_FORMATS).map((format) => (
          <Button key={format.title} onClick={() => save(format)}>
            {format.title}
          </Button>
        ))}
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

function TableView({ table: { caption, columns, rows } }: { readonly table: Table }) {
  const alignment = columns.map(({ decimals }) => (decimals === undefined ? '' : styles.number));
  return (
    <div className={styles.scroll}>
      <table className={styles.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ key, title, unit }, index) => (
              <th key={key} className={alignment[index]}>
                {title}
                {unit && ` (${unit})`}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ origin, cells }, row) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place
            <tr key={row} data-origin={origin}>
              {columns.map((column, index) => (
                <td key={column.key} className={alignment[index]}>
                  {cellText(cells[index] ?? null, column, '–')}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
