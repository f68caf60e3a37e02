import { Download } from 'lucide-react';
import { saveFile } from '../../files/saveFile.ts';
import type { Table } from '../../report/table.ts';
import { TABLE_FORMATS } from '../../report/tableFormats.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Panels.module.css';

/** Buttons that save tables in different formats, one file per table. */
export function ExportButtons({ tables }: { readonly tables: readonly Table[] }) {
  const save = ({ extension, type, write }: (typeof TABLE_FORMATS)[keyof typeof TABLE_FORMATS]) => {
    for (const table of tables) {
      saveFile(new Blob([write(table)], { type }), `maskscope-${table.id}.${extension}`);
    }
  };
  return (
    <div className={styles.choice}>
      {Object.values(TABLE_FORMATS).map((format) => (
        <Button key={format.title} onClick={() => save(format)}>
          <Download size={14} aria-hidden /> {format.title}
        </Button>
      ))}
    </div>
  );
}
