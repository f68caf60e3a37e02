import { Play } from 'lucide-react';
import { useStore } from 'zustand';
import { recordingText } from '../../session/runs.ts';
import { Button } from '../../ui/Button.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { PlaylistButtons } from './PlaylistButtons.tsx';
import styles from './RecordingBanner.module.css';

/** Says that columns are recorded, where and when they were made, and offers to compute them. */
export function RecordingBanner() {
  const { experiment, runs } = useApp();
  const { recording, status } = useExperimentStore((store) => store.experiment);
  const source = useExperimentStore((store) => store.source);
  const { opening, note, playlist } = useStore(runs.store);
  if (!recording && !opening && playlist.length === 0) return null;
  const isRunning = status === 'running';
  const text = opening
    ? `Opening ${opening}…`
    : [
        recording && recordingText(recording),
        recording && note,
        recording && isRunning && 'Columns computed here replace it as they finish.',
      ]
        .filter(Boolean)
        .join(' ');
  return (
    <aside className={styles.banner} aria-label="Recorded run" data-testid="recording">
      <p role="status" title={text}>
        {text}
      </p>
      <PlaylistButtons />
      {recording && !isRunning && (
        <Button
          look="primary"
          disabled={!source}
          title={
            source
              ? 'Compute all columns on this machine'
              : 'The files of this sequence are not here: open its folder first'
          }
          onClick={() => source && void experiment.start(source)}
        >
          <Play size={14} aria-hidden /> Run here
        </Button>
      )}
    </aside>
  );
}
