import { type CSSProperties, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { maskArchive } from '../../experiment/maskArchive.ts';
import { saveFile } from '../../files/saveFile.ts';
import { columnNames } from '../../results/columnNames.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { useIsPhone } from '../../ui/phone.ts';
import { SWIPE_GAP, swipedHeight } from '../../viewer/arrangement.ts';
import { BlockCard } from '../../viewer/BlockCard.tsx';
import { ColumnView } from '../../viewer/ColumnView.tsx';
import { EnhancementSwitch } from '../../viewer/EnhancementSwitch.tsx';
import { Loupe } from '../../viewer/Loupe.tsx';
import { PairView } from '../../viewer/PairView.tsx';
import { PictureStageView } from '../../viewer/PictureStageView.tsx';
import { useSwipe } from '../../viewer/useSwipe.ts';
import { viewStore } from '../../viewer/viewState.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { masksFileName, savableMasks } from '../openFiles/masksFile.ts';
import { ColumnButtons } from './ColumnButtons.tsx';
import styles from './Columns.module.css';
import { CrfSlider } from './CrfSlider.tsx';
import { columnEdits } from './columnActions.ts';
import { useArrangement } from './useArrangement.ts';
import { usePairs } from './usePairs.ts';

/** DAVIS at 480p, until a sequence is open. */
const USUAL_SIZE = { width: 854, height: 480 };

interface ColumnsProps {
  readonly columns: readonly ColumnState[];
  /** The key of the only column to show; null for all. */
  readonly enlarged: string | null;
}

/** The columns side by side, swiped two by two on a phone, or one of them enlarged. */
export function Columns({ columns, enlarged }: ColumnsProps) {
  const { experiment, opening } = useApp();
  const state = useExperimentStore((store) => store.experiment);
  const source = useExperimentStore((store) => store.source);
  const { frame, enhancement, pair, loupe } = useStore(viewStore);
  const names = columnNames(columns);
  const strip = useRef<HTMLDivElement>(null);
  const grid = useAddedColumnInView();
  const frameSize = state.size.width > 0 ? state.size : USUAL_SIZE;
  const count = enlarged === null && pair === null ? columns.length : 1;
  const arrangement = useArrangement(strip, count, frameSize);
  const { perRow, pictureWidth, isBeside, swiped, width } = arrangement;
  const { pairs, inView, show } = usePairs(columns);
  const stride = swiped ? width + SWIPE_GAP : 0;
  useSwipe(strip, stride, swiped ? inView : 0, show);
  // Just after another sequence is chosen, the columns still belong to the last one.
  const shownSource = source?.name === state.sequenceName ? source : null;
  const isPhone = useIsPhone();
  const keysInView = !isPhone
    ? null
    : pair
      ? [pair.first, pair.second]
      : enlarged !== null
        ? [enlarged]
        : (pairs[inView]?.map(({ key }) => key) ?? null);
  const saveMasks = (column: ColumnState, name: string) => {
    if (!shownSource) return;
    const fileName = masksFileName(shownSource.name, name, savableMasks(shownSource, column));
    maskArchive(shownSource, column).then((archive) => saveFile(archive, fileName), opening.report);
  };
  return (
    <PictureStageView
      strip={strip}
      swiped={
        swiped && {
          width: pairs.length * stride - SWIPE_GAP,
          height: swipedHeight(arrangement, frameSize),
        }
      }
    >
      {pair && (
        <PairView
          pair={pair}
          columns={columns}
          names={names}
          size={frameSize}
          width={pictureWidth}
        />
      )}
      <main
        ref={grid}
        className={styles.columns}
        data-enlarged={enlarged ?? undefined}
        data-swiped={swiped ?? undefined}
        style={
          {
            '--per-row': swiped ? 2 * pairs.length : perRow,
            '--picture-width': `${pictureWidth}px`,
            '--column-gap': `${SWIPE_GAP}px`,
          } as CSSProperties
        }
      >
        {columns.map((column, index) => {
          const { key, spec } = column;
          const name = names[index] ?? column.title;
          const isTruth = columnKind(spec) === 'truth';
          const edits = columnEdits(experiment, index);
          return (
            <ColumnView
              key={key}
              column={column}
              name={name}
              experiment={state}
              frame={frame}
              enhancement={enhancement}
              notes={isTruth ? (shownSource?.warnings ?? []) : column.notes}
              masks={shownSource && savableMasks(shownSource, column)}
              onSaveMasks={() => saveMasks(column, name)}
              actions={<ColumnButtons column={column} name={name} edits={edits} />}
              controls={
                <>
                  <CrfSlider column={column} onChange={edits.onChange} />
                  {spec.enhanced && <EnhancementSwitch column={column} />}
                </>
              }
              onEditMask={isTruth && source ? () => opening.paintMask(source) : null}
              enlarged={enlarged === key}
              hidden={pair !== null || (enlarged !== null && enlarged !== key)}
              isBeside={isBeside}
              swiped={swiped && { how: swiped, index, isAlone: pairs[index >> 1]?.length === 1 }}
            />
          );
        })}
      </main>
      <BlockCard columns={columns} names={names} />
      {loupe && state.frameCount > 0 && (
        <Loupe columns={columns} names={names} size={frameSize} inView={keysInView} />
      )}
    </PictureStageView>
  );
}

/** Scrolls to a column that was just added: it may be in a second row, below the window. */
function useAddedColumnInView() {
  const grid = useRef<HTMLElement>(null);
  const added = useStore(viewStore, (view) => view.added);
  useEffect(() => {
    if (added === null) return;
    const column = [...(grid.current?.children ?? [])].find(
      (child) => child instanceof HTMLElement && child.dataset.key === added,
    );
    // Its picture: a column may be taller than the window.
    column?.children[1]?.scrollIntoView({ block: 'nearest' });
    viewStore.setState({ added: null, inView: added });
  }, [added]);
  return grid;
}
