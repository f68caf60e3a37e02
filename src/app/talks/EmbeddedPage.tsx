import { ExternalLink, Pause, Play } from 'lucide-react';
import { useStore } from 'zustand';
import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { columnNames } from '../../results/columnNames.ts';
import buttonStyles from '../../ui/Button.module.css';
import { Button } from '../../ui/Button.tsx';
import { LayerLegend } from '../../viewer/LayerLegend.tsx';
import { PlaybackNote } from '../../viewer/PlaybackNote.tsx';
import { PresentedColumns } from '../../viewer/PresentedColumns.tsx';
import { viewStore } from '../../viewer/viewState.ts';
import { addressStore } from '../addressSync.ts';
import { useApp } from '../experimentContext.ts';
import styles from './EmbeddedPage.module.css';

interface EmbeddedPageProps {
  readonly columns: readonly ColumnState[];
  readonly experiment: ExperimentState;
}

/** The page as a part of another page: the columns with their figures, playback, and a link to all. */
export function EmbeddedPage({ columns, experiment }: EmbeddedPageProps) {
  const { playing, frame } = useStore(viewStore);
  const { frameCount } = experiment;
  const ofRun = useStore(useApp().runs.store, ({ problem }) => problem);
  const { problems: ofAddress } = useStore(addressStore);
  // What cannot be kept in the browser does not matter here.
  const problems = [...ofAddress, ofRun, experiment.problem];
  const link = addressStore.getState().link();
  return (
    <main className={styles.page} aria-label="Maskscope">
      {problems.map(
        (problem) =>
          problem && (
            <p key={problem} role="alert" className={styles.problem}>
              {problem}
            </p>
          ),
      )}
      <PresentedColumns columns={columns} experiment={experiment} />
      <footer className={styles.footer}>
        <Button
          look="icon"
          disabled={frameCount === 0}
          onClick={() => viewStore.setState({ playing: !playing })}
          aria-label={playing ? 'Pause' : 'Play'}
        >
          {playing ? <Pause size={16} /> : <Play size={16} />}
        </Button>
        <p>{frameCount > 0 && `frame ${frame} / ${frameCount - 1}`}</p>
        <PlaybackNote />
        <LayerLegend columns={columns} names={columnNames(columns)} />
        {link !== null && (
          <a
            className={`${buttonStyles.button} ${styles.link}`}
            href={link.replace(/&embed(?=&|$)/, '')}
            target="_blank"
            rel="noopener"
          >
            <ExternalLink size={16} aria-hidden /> Open in Maskscope
          </a>
        )}
      </footer>
    </main>
  );
}
