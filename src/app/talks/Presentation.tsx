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
  /** True until the view is there: the columns are still those of the former one. */
  readonly isOpening: boolean;
  /** Why the view cannot be shown in this window, for the user; null if it can. */
  readonly problem: string | null;
  readonly onAction: (action: PresenterAction) => void;
}

/** A view of a talk on the whole screen, in large type, without controls. */
export function Presentation(props: PresentationProps) {
  const { presented, columns, experiment, isOpening, problem, onAction } = props;
  useLargeType();
  const { talk, position, isBlack } = presented;
  const isHidden = isOpening || problem !== null;
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
        <div className={styles.aside}>
          <PlaybackNote />
          <p>{positionText(presented)}</p>
        </div>
      </header>
      {problem !== null && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <PresentedColumns columns={columns} experiment={experiment} hidden={isHidden} />
      <footer className={styles.footer} hidden={isHidden}>
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
