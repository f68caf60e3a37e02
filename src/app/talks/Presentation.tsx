import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useLayoutEffect } from 'react';
import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { columnNames } from '../../results/columnNames.ts';
import { type Presented, positionText } from '../../talks/presented.ts';
import type { PresenterAction } from '../../talks/presenterKeys.ts';
import { Button } from '../../ui/Button.tsx';
import { LayerLegend } from '../../viewer/LayerLegend.tsx';
import { PlaybackNote } from '../../viewer/PlaybackNote.tsx';
import { PresentedColumns } from '../../viewer/PresentedColumns.tsx';
import styles from './Presentation.module.css';

interface PresentationProps {
  readonly presented: Presented;
  readonly columns: readonly ColumnState[];
  readonly experiment: ExperimentState;
  readonly onAction: (action: PresenterAction) => void;
}

/** A view of a talk on the whole screen, in large type, without controls. */
export function Presentation({ presented, columns, experiment, onAction }: PresentationProps) {
  useLargeType();
  const { talk, position, isBlack } = presented;
  return (
    <main className={styles.page} data-testid="presentation" data-position={position + 1}>
      <header className={styles.header}>
        <h1 aria-live="polite">{talk.views[position]?.title}</h1>
        <div className={styles.touch}>
          <Button look="icon" aria-label="Previous view" onClick={() => onAction('previous')}>
            <ChevronLeft />
          </Button>
          <Button look="icon" aria-label="Next view" onClick={() => onAction('next')}>
            <ChevronRight />
          </Button>
          <Button look="icon" aria-label="End the presentation" onClick={() => onAction('end')}>
            <X />
          </Button>
        </div>
        <p className={styles.position}>{positionText(presented)}</p>
      </header>
      <PresentedColumns columns={columns} experiment={experiment} />
      <footer className={styles.footer}>
        <PlaybackNote />
        <LayerLegend columns={columns} names={columnNames(columns)} />
      </footer>
      {isBlack && (
        <div
          className={styles.black}
          role="img"
          aria-label="Black screen; any key shows the view again"
        />
      )}
    </main>
  );
}

/** Makes all type on the page as large as a talk needs it. */
function useLargeType(): void {
  useLayoutEffect(() => {
    document.documentElement.dataset.presenting = '';
    return () => {
      delete document.documentElement.dataset.presenting;
    };
  }, []);
}
