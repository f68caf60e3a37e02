import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { COLUMN_NAMES, COMPUTED_COLUMNS } from '../experiment/columns.ts';
import { useTheme } from '../ui/theme.ts';
import { ColumnView } from '../viewer/ColumnView.tsx';
import { ScoreChart } from '../viewer/ScoreChart.tsx';
import { StageStrip } from '../viewer/StageStrip.tsx';
import { runShortcut } from '../viewer/shortcuts.ts';
import { Transport } from '../viewer/Transport.tsx';
import { usePlayback } from '../viewer/usePlayback.ts';
import { viewStore } from '../viewer/viewState.ts';
import styles from './App.module.css';
import { useApp, useExperimentStore } from './experimentContext.ts';
import { Header } from './Header.tsx';

/** The whole page: settings, progress, the four columns, playback and the scores over time. */
export function App() {
  const [theme, setTheme] = useTheme();
  const state = useExperimentStore((store) => store.experiment);
  const columns = useExperimentStore((store) => store.configuration.columns);
  const { frame, playing, enlarged } = useStore(viewStore);
  const { frameCount, frameRate } = state;
  usePlayback(playing, frameCount, frameRate);
  useShortcuts(frameCount);
  const folderProblem = useStore(useApp().library.store, ({ problem }) => problem);
  const dropping = useFolderDrop();

  // A frame that the address or the last sequence left behind this sequence's end.
  useEffect(() => {
    if (frameCount > 0 && frame >= frameCount) viewStore.setState({ frame: frameCount - 1 });
  }, [frame, frameCount]);

  const framesReady = Math.min(
    ...COMPUTED_COLUMNS.filter((name) => columns.includes(name)).map(
      (name) => state.columns[name].mapsReady,
    ),
  );
  return (
    <div className={styles.page} data-dropping={dropping || undefined}>
      <Header theme={theme} onTheme={setTheme} />
      {[state.problem, folderProblem].map(
        (problem) =>
          problem && (
            <p key={problem} role="alert" className={styles.problem}>
              {problem}
            </p>
          ),
      )}
      <StageStrip experiment={state} />
      <main className={styles.columns} data-enlarged={enlarged ?? undefined}>
        {COLUMN_NAMES.map((name) => (
          <ColumnView
            key={name}
            name={name}
            experiment={state}
            frame={frame}
            enlarged={enlarged === name}
            hidden={enlarged !== null && enlarged !== name}
          />
        ))}
      </main>
      <Transport frameCount={frameCount} framesReady={framesReady} />
      <ScoreChart experiment={state} theme={theme} />
      {dropping && (
        <p className={styles.drop} data-testid="drop-target">
          Drop the DAVIS folder to open it
        </p>
      )}
    </div>
  );
}

function useShortcuts(frameCount: number): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (runShortcut(event, frameCount)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [frameCount]);
}

/** Opens a folder dropped anywhere on the page; true while one is held over it. */
function useFolderDrop(): boolean {
  const { library } = useApp();
  const [dropping, setDropping] = useState(false);
  useEffect(() => {
    // Text or a picture of the page can be dragged, too.
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onDragOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDropping(true);
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setDropping(false);
    };
    const onDrop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setDropping(false);
      if (event.dataTransfer) void library.openDrop(event.dataTransfer);
    };
    window.addEventListener('dragover', onDragOver);
    window.addEventListener('dragleave', onDragLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onDragOver);
      window.removeEventListener('dragleave', onDragLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [library]);
  return dropping;
}
