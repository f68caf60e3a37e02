import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ColumnState, ExperimentState } from '../experiment/experimentState.ts';
import { columnNames } from '../results/columnNames.ts';
import { blockStore } from './blockReading.ts';
import { SaveChart } from './charts/SaveChart.tsx';
import { BitsChart } from './moments/BitsChart.tsx';
import { BitsKey } from './moments/BitsKey.tsx';
import { bitsSummary } from './moments/bitsSummary.ts';
import { Choice } from './moments/Choice.tsx';
import { chartLines, chosenFigure } from './moments/chartLines.ts';
import { chartSummary, figureTitle } from './moments/chartSummary.ts';
import { FigureChart } from './moments/FigureChart.tsx';
import { frameBits } from './moments/frameBits.ts';
import { LineKey } from './moments/LineKey.tsx';
import styles from './moments/Moments.module.css';
import { MomentsHeader } from './moments/MomentsHeader.tsx';
import { lanesHeight, ObjectLanes } from './moments/ObjectLanes.tsx';
import { objectLanes, workOutOverlaps } from './moments/objectLanes.ts';
import { lanesSummary } from './moments/objectState.ts';
import { PictureTypes } from './moments/PictureTypes.tsx';
import { pictureTypes, typesSummary } from './moments/pictureTypes.ts';
import { useForcedColours } from './moments/plotColours.ts';
import { StateKey } from './moments/StateKey.tsx';
import { savedChart } from './moments/savedChart.ts';
import { scoredMarks } from './moments/scoredMarks.ts';
import {
  bitsColumn,
  columnsWithBits,
  columnsWithObjects,
  lanesColumn,
} from './moments/stripColumns.ts';
import { TimeMarks } from './moments/TimeMarks.tsx';
import { wholeTime, withFrame } from './moments/timeWindow.ts';
import { useTimePointers } from './moments/useTimePointers.ts';
import { useWidth } from './moments/useWidth.ts';
import { truthColumn } from './referenceColumns.ts';
import { viewStore } from './viewState.ts';

interface MomentsProps {
  readonly experiment: ExperimentState;
  /** The strip is redrawn in the theme's colours when it changes. */
  readonly theme: string;
}

/**
 * The sequence over time: bits of every frame, a figure of every column, where frames were scored,
 * and what became of the objects. It seeks, zooms in time and marks a loop.
 */
// The page is rendered for every frame that is played; the strip but for its marks is not.
export const Moments = memo(MomentsStrip);

function MomentsStrip({ experiment, theme }: MomentsProps) {
  const { columns, frameCount, scoredIds, size, sequenceName } = experiment;
  const strip = useRef<HTMLDivElement>(null);
  const width = useWidth(strip);
  const chosenBits = useStore(viewStore, (view) => view.bitsColumn);
  const chosenLanes = useStore(viewStore, (view) => view.lanesColumn);
  const zoomed = useStore(viewStore, (view) => view.time);
  const window = useMemo(() => zoomed ?? wholeTime(frameCount), [zoomed, frameCount]);
  const palette = `${theme} ${useForcedColours() ? 'forced' : ''}`;
  useTimePointers(strip, frameCount);
  useFollowedFrame(frameCount);

  const names = columnNames(columns);
  const named = (list: readonly ColumnState[]) =>
    list.map(({ key }) => ({ key, name: nameOf(key, columns, names) }));

  const chart = useStore(viewStore, (view) => view.chart);
  const chartObject = useStore(viewStore, (view) => view.chartObject);
  const chartColumns = useStore(viewStore, (view) => view.chartColumns);
  const enhancement = useStore(viewStore, (view) => view.enhancement);
  const lines = useMemo(
    () =>
      chartLines(
        { columns, frameCount, scoredIds, size },
        { chart, chartObject, chartColumns, enhancement },
      ),
    [columns, frameCount, scoredIds, size, chart, chartObject, chartColumns, enhancement],
  );
  const figure = chosenFigure({ chart, chartObject }, scoredIds);
  const summary = chartSummary(lines, figure, chartObject);
  const title = figureTitle(figure, chartObject);

  const coded = bitsColumn(columns, chosenBits);
  const bits = useMemo(
    () => Array.from({ length: frameCount }, (_, frame) => coded && frameBits(coded, frame, size)),
    [coded, frameCount, size],
  );
  const reads = useStore(blockStore, (store) => store.reads);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `reads` rises when more is known
  const types = useMemo(() => pictureTypes(coded, frameCount), [coded, frameCount, reads]);
  const codedName = coded ? nameOf(coded.key, columns, names) : '';

  const segmented = lanesColumn(columns, chosenLanes);
  const truth = truthColumn(columns);
  const known = useOverlaps(segmented, truth, scoredIds);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `known` changes when more is known
  const lanes = useMemo(
    () => (segmented ? objectLanes(segmented, truth, scoredIds, frameCount) : []),
    [segmented, truth, scoredIds, frameCount, known],
  );
  const segmentedName = segmented ? nameOf(segmented.key, columns, names) : '';
  const scored = useMemo(() => scoredMarks(columns, frameCount), [columns, frameCount]);

  return (
    <section className={styles.moments} aria-label="Moments" data-testid="moments">
      <MomentsHeader
        scoredIds={scoredIds}
        frameCount={frameCount}
        window={window}
        summary={summary}
        table={{
          ...{ title, figure: chart, summary, lines, frameCount },
          bits: coded && { name: codedName, frames: bits },
          objects: { name: segmentedName, ids: scoredIds, lanes },
        }}
        save={
          <SaveChart
            name={`${sequenceName ?? 'chart'}-${chart}`}
            title={title}
            data={() => savedChart({ title, figure: chart, lines, window })}
          />
        }
      />
      <div
        className={styles.grid}
        style={{ '--lanes-height': `${lanesHeight(scoredIds.length)}px` } as React.CSSProperties}
      >
        <div ref={strip} className={styles.strip} data-testid="strip">
          <PictureTypes
            types={types}
            window={window}
            width={width}
            summary={typesSummary(codedName, types)}
          />
          <BitsChart
            bits={bits}
            window={window}
            summary={bitsSummary(codedName, bits)}
            palette={palette}
          />
          <FigureChart
            lines={lines}
            figure={chart}
            window={window}
            frameCount={frameCount}
            summary={summary}
            palette={palette}
          />
          <ObjectLanes
            ids={scoredIds}
            lanes={lanes}
            scored={scored}
            window={window}
            width={width}
            summary={lanesSummary(segmentedName, scoredIds, lanes)}
          />
          {frameCount > 0 && <TimeMarks window={window} width={width} />}
        </div>
        <BitsKey columns={named(columnsWithBits(columns))} chosen={coded?.key ?? ''} bits={bits} />
        <LineKey lines={lines} figure={chart} />
        <div className={styles.lanesKey}>
          <Choice
            label="Objects in"
            choices={named(columnsWithObjects(columns)).map(({ key, name }) => ({
              value: key,
              label: name,
            }))}
            chosen={segmented?.key ?? ''}
            disabled={segmented === null}
            onChoose={(key) => viewStore.setState({ lanesColumn: key })}
          />
          <StateKey />
        </div>
      </div>
    </section>
  );
}

function nameOf(key: string, columns: readonly ColumnState[], names: readonly string[]): string {
  return names[columns.findIndex((column) => column.key === key)] ?? '';
}

/** Works out what the lanes need; the number changes when more is known. */
function useOverlaps(
  column: ColumnState | null,
  truth: ColumnState | null,
  ids: readonly number[],
): number {
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    if (!column || !truth) return;
    return workOutOverlaps(column, truth, ids, () => setChanges((before) => before + 1));
  }, [column, truth, ids]);
  return changes;
}

/** Moves the frames in view when another frame becomes the current one. */
function useFollowedFrame(frameCount: number): void {
  useEffect(
    () =>
      viewStore.subscribe(({ frame }, before) => {
        const { time: window } = viewStore.getState();
        if (frame === before.frame || !window) return;
        viewStore.setState({ time: withFrame(window, frame, frameCount) });
      }),
    [frameCount],
  );
}
