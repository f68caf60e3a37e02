import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { DAVIS_PALETTE } from '../sequence/davisPalette.ts';
import { Button } from '../ui/Button.tsx';
import { MOST_OBJECTS } from './editing/maskEditor.ts';
import styles from './ObjectList.module.css';
import type { Painter } from './painter.ts';

/** Lists the objects with their sizes; selects, adds and deletes them. */
export function ObjectList({ painter }: { readonly painter: Painter }) {
  const picked = useStore(painter.store, (state) => state.picked);
  useStore(painter.store, ({ revision }) => revision);
  const { editor } = painter;
  const { objects } = editor;
  return (
    <section className={styles.objects} aria-label="Objects">
      <ul className={styles.list}>
        {objects.map((id) => (
          <ObjectRow key={id} painter={painter} id={id} isPicked={id === picked} />
        ))}
      </ul>
      <Button
        className={styles.add}
        disabled={objects.length >= MOST_OBJECTS}
        onClick={() => painter.addObject()}
      >
        <Plus size={16} aria-hidden /> Add object
      </Button>
    </section>
  );
}

interface ObjectRowProps {
  readonly painter: Painter;
  readonly id: number;
  readonly isPicked: boolean;
}

function ObjectRow({ painter, id, isPicked }: ObjectRowProps) {
  const row = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isPicked) row.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [isPicked]);
  return (
    <li ref={row} className={styles.object} data-picked={isPicked || undefined}>
      <button
        type="button"
        className={styles.pick}
        aria-pressed={isPicked}
        title={id <= 9 ? `Paint object ${id} (${id})` : `Paint object ${id}`}
        onClick={() => painter.pickObject(id)}
      >
        <span
          className={styles.swatch}
          style={{ background: `rgb(${DAVIS_PALETTE[id]?.join(' ')})` }}
        />
        <span className={styles.name}>Object {id}</span>{' '}
        <span className={styles.pixels}>{painter.editor.pixelsOf(id).toLocaleString('en')} px</span>
      </button>
      <button
        type="button"
        className={styles.delete}
        aria-label={`Delete object ${id}`}
        title={`Delete object ${id}`}
        onClick={() => painter.deleteObject(id)}
      >
        <Trash2 size={15} aria-hidden />
      </button>
    </li>
  );
}
