import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import {
  type ColumnState,
  type ExperimentState,
  framesDone,
} from '../experiment/experimentState.ts';
import { columnNames } from '../results/columnNames.ts';
import { columnKind } from '../results/columnSpec.ts';
import { useTheme } from '../ui/theme.ts';
import { LayerMenu } from '../viewer/LayerMenu.tsx';
import { Moments } from '../viewer/Moments.tsx';
import { listenToShortcuts } from '../viewer/shortcuts.ts';
import { Transport } from '../viewer/Transport.tsx';
import { useBlocks } from '../viewer/useBlocks.ts';
import { usePlayback } from '../viewer/usePlayback.ts';
import { ViewButtons } from '../viewer/ViewButtons.tsx';
import { forgetMissingColumns, viewStore } from '../viewer/viewState.ts';
import { Announcements } from './Announcements.tsx';
import styles from './App.module.css';
import { Columns } from './columns/Columns.tsx';
import { PairsInView } from './columns/PairsInView.tsx';
import { useColumns } from './columns/useColumns.ts';
import { useApp, useExperimentStore } from './experimentContext.ts';
import { Header } from './Header.tsx';
import { OpenLesson } from './lessons/OpenLesson.tsx';
import { UpdateNotice } from './offline/UpdateNotice.tsx';
import { MaskDialog } from './openFiles/MaskDialog.tsx';
import { StreamDialog } from './openFiles/StreamDialog.tsx';
import { useFileDrop } from './openFiles/useFileDrop.ts';
import { Problems } from './Problems.tsx';
import { StatusLine } from './StatusLine.tsx';
import { usePageWithoutControls } from './talks/usePageWithoutControls.tsx';

/** The page: settings, progress, columns, playback and scores over time. */
export function App() {
  const { experiment } = useApp();
  const [theme, setTheme] = useTheme();
  const state = useExperimentStore((store) => store.experiment);
  const columns = useColumns();
  const names = columnNames(columns);
  const { frame, playing, enlarged } = useStore(viewStore);
  const { frameCount, frameRate } = state;
  const keyList = columns.map(({ key }) => key).join(' ');
  const keys = useMemo(() => keyList.split(' '), [keyList]);
  // If the enlarged column has been removed, show all columns again.
  const large = keys.find((key) => key === enlarged) ?? null;
  usePlayback(playing, frameCount, frameRate);
  useBlocks(experiment.blocks, columns, frameCount);
  useShortcuts(state, columns);
  const pageWithoutControls = usePageWithoutControls(columns, state);
  const dropping = useFileDrop(pageWithoutControls === null);

  // The frame from the address or the last sequence may be beyond the end of this one.
  useEffect(() => {
    if (frameCount > 0 && frame >= frameCount) viewStore.setState({ frame: frameCount - 1 });
  }, [frame, frameCount]);

  // A run that was opened, or Back, may bring other columns.
  const madeKeys = state.columns.map(({ key }) => key).join(' ');
  useEffect(() => {
    if (madeKeys !== '') forgetMissingColumns(madeKeys.split(' '));
  }, [madeKeys]);

  // What is looked at is made first.
  useEffect(() => experiment.look(frame, large), [experiment, frame, large]);

  if (pageWithoutControls) return pageWithoutControls;

  // A column that cannot be made would hold the others back for ever.
  const computed = columns.filter(
    ({ spec, problem }) => columnKind(spec) !== 'truth' && problem === null,
  );
  const framesReady = computed.length > 0 ? Math.min(...computed.map(framesDone)) : 0;
  return (
    <div className={styles.window}>
      <OpenLesson />
      <div className={styles.page} data-dropping={dropping || undefined}>
        <Header theme={theme} onTheme={setTheme} />
        <UpdateNotice />
        <Problems />
        <StatusLine />
        <Columns columns={columns} enlarged={large} />
        <Transport
          frameCount={frameCount}
          frameRate={frameRate}
          framesReady={framesReady}
          pairs={<PairsInView columns={columns} names={names} enlarged={large} />}
          layers={
            <LayerMenu
              columns={columns.map(({ key }, index) => ({ key, name: names[index] ?? '' }))}
            />
          }
        >
          <ViewButtons columns={columns} />
        </Transport>
        <Moments experiment={state} theme={theme} />
        <Announcements />
        <StreamDialog />
        <MaskDialog />
        {dropping && (
          <p className={styles.drop} data-testid="drop-target">
            Drop a folder, .zip archive, video, run, talk, lesson, stream, .yuv frames, mask,
            network weights or result file
          </p>
        )}
      </div>
    </div>
  );
}

function useShortcuts(
  { frameCount, scoredIds, size }: ExperimentState,
  columns: readonly ColumnState[],
): void {
  useEffect(
    () => listenToShortcuts(() => ({ frameCount, columns, scoredIds, size })),
    [frameCount, scoredIds, size, columns],
  );
}
