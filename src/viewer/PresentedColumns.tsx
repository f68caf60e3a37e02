import { type CSSProperties, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ColumnState, ExperimentState } from '../experiment/experimentState.ts';
import { columnNames } from '../results/columnNames.ts';
import { columnKind } from '../results/columnSpec.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { arrangeColumns } from './arrangement.ts';
import { keyFigures } from './column/keyFigures.ts';
import { withoutEnhancement } from './column/withoutEnhancement.ts';
import { PairView } from './PairView.tsx';
import { PictureStageView } from './PictureStageView.tsx';
import styles from './PresentedColumns.module.css';
import { PictureView } from './pictures/PictureView.tsx';
import { viewStore } from './viewState.ts';

/** DAVIS at 480p, until a sequence is open. */
const USUAL_SIZE = { width: 854, height: 480 };

/** In the page's font size; `PresentedColumns.module.css` has the same. */
const PARTS = {
  header: 1.375,
  facts: 5,
  factsGap: 0.25,
  factsHeight: 2.5,
  columnGap: 0.375,
  rowGap: 0.25,
};

interface PresentedColumnsProps {
  /** From left to right. */
  readonly columns: readonly ColumnState[];
  readonly experiment: ExperimentState;
  /** True while nothing of them is to be seen, though they keep their place. */
  readonly hidden?: boolean;
}

/**
 * Only what matters of the columns: pictures, names, and the figures that a talk is about. Sizes are
 * those of the page's font, so that it can be read from afar where that is large.
 */
export function PresentedColumns(props: PresentedColumnsProps) {
  const { columns, experiment, hidden = false } = props;
  const room = useRef<HTMLDivElement>(null);
  const stage = useRef<HTMLDivElement>(null);
  const { enlarged, pair } = useStore(viewStore);
  const names = columnNames(columns);
  const size = experiment.size.width > 0 ? experiment.size : USUAL_SIZE;
  const shown = columns.filter(({ key }) => key === enlarged);
  const seen = shown.length > 0 ? shown : columns;
  const { perRow, pictureWidth, isBeside } = useArrangement(room, pair ? 1 : seen.length, size);
  return (
    <div ref={room} className={styles.room} data-hidden={hidden || undefined}>
      <PictureStageView strip={stage} swiped={null}>
        <div
          className={styles.columns}
          style={{ '--per-row': perRow, '--picture-width': `${pictureWidth}px` } as CSSProperties}
        >
          {pair ? (
            <PairView
              pair={pair}
              columns={columns}
              names={names}
              size={size}
              width={pictureWidth}
              hasControls={false}
            />
          ) : (
            seen.map((column) => (
              <PresentedColumn
                key={column.key}
                column={column}
                name={names[columns.indexOf(column)] ?? column.title}
                experiment={experiment}
                isBeside={isBeside}
              />
            ))
          )}
        </div>
      </PictureStageView>
    </div>
  );
}

interface PresentedColumnProps {
  readonly column: ColumnState;
  readonly name: string;
  readonly experiment: ExperimentState;
  readonly isBeside: boolean;
}

function PresentedColumn({ column, name, experiment, isBeside }: PresentedColumnProps) {
  const { frame, enhancement } = useStore(viewStore);
  const { columns, status } = experiment;
  const figures = useMemo(
    () => keyFigures(enhancement ? column : withoutEnhancement(column), columns),
    [column, columns, enhancement],
  );
  const isRunning = status === 'running';
  return (
    <article
      className={styles.column}
      data-column={columnKind(column.spec)}
      data-beside={isBeside || undefined}
      aria-label={name}
    >
      <h2>{name}</h2>
      <PictureView
        column={column}
        columns={columns}
        label={`${name}, frame ${frame}`}
        waiting={isRunning ? column.waiting : ''}
        running={isRunning}
        hidden={false}
      />
      <dl className={styles.figures}>
        {figures.map(({ name: term, value }) => (
          <div key={term}>
            <dd>{value}</dd>
            <dt>{term}</dt>
          </div>
        ))}
      </dl>
    </article>
  );
}

function useArrangement(
  room: { readonly current: HTMLElement | null },
  count: number,
  { width, height }: FrameSize,
) {
  const [measured, setMeasured] = useState({ width: innerWidth, height: innerHeight, font: 16 });
  useLayoutEffect(() => {
    const element = room.current;
    if (!element) return;
    const measure = () => {
      const font = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
      setMeasured({ width: element.clientWidth, height: element.clientHeight, font });
    };
    measure();
    const resizing = new ResizeObserver(measure);
    resizing.observe(element);
    return () => resizing.disconnect();
  }, [room]);
  return useMemo(() => {
    const { font } = measured;
    const parts = Object.fromEntries(
      Object.entries(PARTS).map(([name, value]) => [name, value * font]),
    ) as unknown as typeof PARTS;
    return arrangeColumns(count, { width, height }, measured, parts);
  }, [count, width, height, measured]);
}
