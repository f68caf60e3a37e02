import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import { maskArchive } from '../experiment/maskArchive.ts';
import { saveFile } from '../files/saveFile.ts';
import { COLUMN_NAMES, COMPUTED_COLUMNS, type ColumnName } from '../results/columns.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { useTheme } from '../ui/theme.ts';
import { ColumnView } from '../viewer/ColumnView.tsx';
import { EnhancementSwitch } from '../viewer/EnhancementSwitch.tsx';
import { ScoreChart } from '../viewer/ScoreChart.tsx';
import { StageStrip } from '../viewer/StageStrip.tsx';
import { runShortcut } from '../viewer/shortcuts.ts';
import { Transport } from '../viewer/Transport.tsx';
import { usePlayback } from '../viewer/usePlayback.ts';
import { viewStore } from '../viewer/viewState.ts';
import styles from './App.module.css';
import { useApp, useExperimentStore } from './experimentContext.ts';
import { Header } from './Header.tsx';
import { MaskQualitySlider } from './maskStreamDialog/MaskQualitySlider.tsx';
import { MaskDialog } from './openFiles/MaskDialog.tsx';
import { masksFileName, type SavableMasks, savableMasks } from './openFiles/masksFile.ts';
import { StreamDialog } from './openFiles/StreamDialog.tsx';
import { useFileDrop } from './openFiles/useFileDrop.ts';

/** The page: settings, progress, columns, playback and scores over time. */
export function App() {
  const [theme, setTheme] = useTheme();
  const state = useExperimentStore((store) => store.experiment);
  const { columns, ours } = useExperimentStore((store) => store.configuration);
  const source = useExperimentStore((store) => store.source);
  const imported = useExperimentStore((store) => store.media.imported);
  // The quality of masks that an imported stream carries cannot be changed.
  const hasMaskQuality = ours === 'coded' && state.masks?.settings !== null;
  const { frame, playing, enlarged, enhancement } = useStore(viewStore);
  const { frameCount, frameRate } = state;
  const shown = useMemo(
    () => COLUMN_NAMES.filter((name) => name !== 'imported' || imported !== null),
    [imported],
  );
  // If the enlarged column has been removed, show all columns again.
  const large = shown.find((name) => name === enlarged) ?? null;
  usePlayback(playing, frameCount, frameRate);
  useShortcuts(frameCount, shown);
  const app = useApp();
  const { library, opening } = app;
  const folderProblem = useStore(library.store, ({ problem }) => problem);
  const { problem: fileProblem, rejectedResults } = useStore(opening.store);
  const keptProblem = useStore(app.results.store, ({ problem }) => problem);
  const dropping = useFileDrop();

  // The frame from the address or the last sequence may be beyond the end of this one.
  useEffect(() => {
    if (frameCount > 0 && frame >= frameCount) viewStore.setState({ frame: frameCount - 1 });
  }, [frame, frameCount]);

  // Just after another sequence is chosen, the columns still belong to the last one.
  const shownSource = source?.name === state.sequenceName ? source : null;
  const saveMasks = (name: ColumnName, of: SequenceSource, masks: SavableMasks) => {
    maskArchive(of, state.columns[name]).then(
      (archive) => saveFile(archive, masksFileName(of.name, name, masks)),
      opening.report,
    );
  };
  const framesReady = Math.min(
    ...COMPUTED_COLUMNS.filter((name) => columns.includes(name)).map(
      (name) => state.columns[name].mapsReady,
    ),
  );
  return (
    <div className={styles.page} data-dropping={dropping || undefined}>
      <Header theme={theme} onTheme={setTheme} />
      {[state.problem, folderProblem, fileProblem, keptProblem, ...rejectedResults].map(
        (problem) =>
          problem && (
            <p key={problem} role="alert" className={styles.problem}>
              {problem}
            </p>
          ),
      )}
      <StageStrip experiment={state} />
      <main className={styles.columns} data-count={shown.length} data-enlarged={large ?? undefined}>
        {shown.map((name) => {
          const masks = shownSource && savableMasks(shownSource, state.columns[name]);
          return (
            <ColumnView
              key={name}
              name={name}
              experiment={state}
              frame={frame}
              enhancement={enhancement}
              notes={name === 'truth' ? (shownSource?.warnings ?? []) : state.columns[name].notes}
              masks={masks}
              onSaveMasks={() => shownSource && masks && saveMasks(name, shownSource, masks)}
              controls={
                name === 'ours' && (
                  <>
                    <EnhancementSwitch experiment={state} />
                    {hasMaskQuality && <MaskQualitySlider />}
                  </>
                )
              }
              onEditMask={name === 'truth' && source ? () => opening.paintMask(source) : null}
              enlarged={large === name}
              hidden={large !== null && large !== name}
            />
          );
        })}
      </main>
      <Transport frameCount={frameCount} framesReady={framesReady} />
      <ScoreChart experiment={state} theme={theme} />
      <StreamDialog />
      <MaskDialog />
      {dropping && (
        <p className={styles.drop} data-testid="drop-target">
          Drop a folder, .zip archive, video, stream, .yuv frames, mask, network weights or result
          file
        </p>
      )}
    </div>
  );
}

function useShortcuts(frameCount: number, columns: readonly ColumnName[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (runShortcut(event, { frameCount, columns })) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [frameCount, columns]);
}
