import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import type { DrawnPicture } from '../rendering/pictureRenderer.ts';
import { zoomTransform } from '../rendering/zoom.ts';
import { summarizeFrame } from '../scoring/statistics.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { blockStore } from './blockReading.ts';
import { PairControls } from './controls/PairControls.tsx';
import { formatScore } from './format.ts';
import styles from './PairView.module.css';
import { usePictureStage } from './PictureStageView.tsx';
import { lookOf, pictureOf } from './pictureOf.ts';
import { pairPictures } from './pictures/pairPictures.ts';
import { useBlink } from './pictures/useBlink.ts';
import { usePicturePointers } from './pictures/usePicturePointers.ts';
import { useWipe } from './pictures/useWipe.ts';
import { type Pair, viewStore } from './viewState.ts';

/** How far keys move the line, as a share of the width. */
const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -0.02,
  ArrowDown: -0.02,
  ArrowRight: 0.02,
  ArrowUp: 0.02,
  PageDown: -0.1,
  PageUp: 0.1,
  Home: -1,
  End: 1,
};

const HOW_TEXTS: Readonly<Record<Pair['how'], string>> = {
  wipe: 'wiped',
  blink: 'one after the other',
  difference: 'their difference',
};

interface PairViewProps {
  readonly pair: Pair;
  readonly columns: readonly ColumnState[];
  /** A short name for each column. */
  readonly names: readonly string[];
  readonly size: FrameSize;
  /** CSS pixels that the stage may be wide. */
  readonly width: number;
  /** False without the choice of the columns. */
  readonly hasControls?: boolean;
}

/** Two columns on one stage: wiped, one after the other, or their difference. */
export function PairView(props: PairViewProps) {
  const { pair, columns, names, size, width, hasControls = true } = props;
  const window = useRef<HTMLElement>(null);
  const { stage, problem } = usePictureStage();
  const view = useStore(viewStore);
  useStore(blockStore);
  const isSecond = useBlink(window, pair.how === 'blink');
  const [first, second] = [pair.first, pair.second].map((key) =>
    columns.find((column) => column.key === key),
  );
  const { frame, zoom } = view;
  const pictures = [first, second].map(
    (column) => column && pictureOf(column, columns, frame, view),
  );
  const looks = [lookOf(view, pair.first), lookOf(view, pair.second)] as const;
  usePicturePointers(window, pair.first, size, (share) => blockColumnAt(pair, share, isSecond));
  useWipe(window, pair);
  const draw = useRef<(target: DrawnPicture['target']) => readonly DrawnPicture[]>(() => []);
  useLayoutEffect(() => {
    draw.current = (target) =>
      pairPictures(
        { pair, first: pictures[0] ?? null, second: pictures[1] ?? null, looks, isSecond },
        target,
        zoomTransform(zoom, size, target),
      );
    stage?.invalidate();
  });
  useEffect(() => {
    const element = window.current;
    if (!stage || !element) return;
    return stage.add({ element, draw: (target) => draw.current(target) });
  }, [stage]);
  const nameOf = (key: string) => names[columns.findIndex((each) => each.key === key)] ?? '';
  const missing = [first, second].filter((_, index) => !pictures[index]);
  const message =
    problem ?? (missing.length > 0 ? 'This frame is not computed in both columns yet.' : null);
  return (
    <section className={styles.pair} aria-label="Two pictures">
      {hasControls && <PairControls pair={pair} columns={columns} names={names} />}
      <section
        ref={window}
        className={styles.window}
        aria-label={`${nameOf(pair.first)} and ${nameOf(pair.second)}, ${HOW_TEXTS[pair.how]}, frame ${frame}`}
        data-how={pair.how}
        style={{ width, aspectRatio: `${size.width} / ${size.height}` }}
        data-zoomed={zoom !== null || undefined}
        data-picture={message ? undefined : frame}
        data-testid="pair"
      >
        {message && <p className={styles.message}>{message}</p>}
        {pair.how === 'wipe' && <WipeLine pair={pair} />}
        {pair.how === 'blink' ? (
          <Label
            column={isSecond ? second : first}
            name={nameOf(isSecond ? pair.second : pair.first)}
            side="left"
            frame={frame}
          />
        ) : (
          <>
            <Label column={first} name={nameOf(pair.first)} side="left" frame={frame} />
            <Label column={second} name={nameOf(pair.second)} side="right" frame={frame} />
          </>
        )}
      </section>
    </section>
  );
}

/**
 * The column whose blocks are drawn at a share of the width.
 *
 * @returns null while a click has another meaning: it pins the line of a wipe
 */
function blockColumnAt(pair: Pair, share: number, isSecond: boolean): string | null {
  if (pair.how === 'difference') return pair.second;
  if (pair.how === 'blink') return isSecond ? pair.second : pair.first;
  if (!pair.pinned) return null;
  return share < pair.at ? pair.first : pair.second;
}

interface LabelProps {
  readonly column: ColumnState | undefined;
  readonly name: string;
  readonly side: 'left' | 'right';
  readonly frame: number;
}

function Label({ column, name, side, frame }: LabelProps) {
  const score = column?.scores[frame];
  return (
    <p className={styles.label} data-side={side}>
      <b>{name}</b>
      {score && ` J&F ${formatScore(summarizeFrame(score).JF)}`}
    </p>
  );
}

/** The line between both pictures; focused, the arrow keys move it. */
function WipeLine({ pair }: { readonly pair: Pair }) {
  const percent = Math.round(100 * pair.at);
  const onKey = (event: KeyboardEvent) => {
    const by = KEY_STEPS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    const at = Math.min(1, Math.max(0, pair.at + by));
    viewStore.setState({ pair: { ...pair, at, pinned: true } });
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Line between both pictures"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      aria-valuetext={`${percent}% from the left`}
      className={styles.line}
      style={{ left: `${100 * pair.at}%` }}
      onKeyDown={onKey}
    />
  );
}
