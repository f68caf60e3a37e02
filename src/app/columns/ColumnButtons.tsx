import { Copy, SlidersHorizontal } from 'lucide-react';
import { useRef } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { MOST_COLUMNS } from '../../results/columnSpec.ts';
import { Button } from '../../ui/Button.tsx';
import { Popover } from '../../ui/Popover.tsx';
import { viewStore } from '../../viewer/viewState.ts';
import styles from './ColumnButtons.module.css';
import { ColumnEditor } from './ColumnEditor.tsx';
import type { ColumnEdits } from './columnActions.ts';

interface ColumnButtonsProps {
  readonly column: ColumnState;
  /** A short name that tells it from the other columns. */
  readonly name: string;
  readonly edits: ColumnEdits;
}

/** The buttons in a column's header that duplicate it and open its settings. */
export function ColumnButtons({ column, name, edits }: ColumnButtonsProps) {
  const { key } = column;
  const button = useRef<HTMLButtonElement>(null);
  const open = useStore(viewStore, ({ editing }) => editing === key);
  return (
    <>
      <Button
        look="icon"
        className={`${styles.small} ${styles.duplicate}`}
        disabled={edits.count >= MOST_COLUMNS}
        onClick={edits.onDuplicate}
        aria-label={`Duplicate ${name}`}
        title="Duplicate this column, then change one thing"
      >
        <Copy size={16} />
      </Button>
      <Popover
        title={name}
        beside={() => button.current?.closest('article') ?? null}
        open={open}
        onOpenChange={(next) =>
          viewStore.setState(({ editing }) => ({
            // A click on another column's button closes this one after it has opened that one.
            editing: next ? key : editing === key ? null : editing,
          }))
        }
        trigger={
          <Button
            ref={button}
            look="icon"
            className={styles.small ?? ''}
            aria-label={`Settings of ${name}`}
            title="Settings of this column"
          >
            <SlidersHorizontal size={16} />
          </Button>
        }
      >
        <ColumnEditor column={column} edits={edits} />
      </Popover>
    </>
  );
}
