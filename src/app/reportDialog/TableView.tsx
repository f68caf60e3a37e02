import { cellText, type Table } from '../../report/table.ts';
import { ScrollArea } from '../../ui/ScrollArea.tsx';
import styles from './Panels.module.css';

/** Renders a table. */
export function TableView({ table: { caption, columns, rows } }: { readonly table: Table }) {
  const alignment = columns.map(({ decimals }) => (decimals === undefined ? '' : styles.number));
  return (
    <ScrollArea label={caption}>
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
            // biome-ignore lint/suspicious/noArrayIndexKey: rows have no other identity
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
    </ScrollArea>
  );
}
