import { useStore } from 'zustand';
import { viewStore } from '../viewState.ts';
import styles from './Moments.module.css';
import { momentsStore } from './momentsStore.ts';
import { frameX, PLOT_LEFT, PLOT_RIGHT, type TimeWindow } from './timeWindow.ts';

interface TimeMarksProps {
  readonly window: TimeWindow;
  /** Of the strip, CSS pixels. */
  readonly width: number;
}

/** Marks the current frame, the frame under the pointer and the loop, across all plots. */
export function TimeMarks({ window, width }: TimeMarksProps) {
  const frame = useStore(viewStore, (view) => view.frame);
  const loop = useStore(viewStore, (view) => view.loop);
  const pointed = useStore(momentsStore, (moments) => moments.pointed);
  const x = (at: number) => frameX(at, window, width);
  const isSeen = (at: number) => at >= window.first - 0.5 && at <= window.last + 0.5;
  const [from, to] = loop ? [x(loop.first - 0.5), x(loop.last + 0.5)] : [0, 0];
  const left = Math.max(from, PLOT_LEFT);
  const right = Math.min(to, width - PLOT_RIGHT);
  return (
    <div className={styles.marks} aria-hidden>
      {loop && right > left && (
        <div
          className={styles.loop}
          style={{ left, width: right - left }}
          data-testid="loop-mark"
          data-first={loop.first}
          data-last={loop.last}
        />
      )}
      {pointed !== null && isSeen(pointed) && (
        <div className={styles.pointed} style={{ left: x(pointed) }}>
          <span data-side={x(pointed) > width / 2 ? 'left' : 'right'}>{pointed}</span>
        </div>
      )}
      {isSeen(frame) && (
        <div className={styles.current} style={{ left: x(frame) }} data-testid="frame-mark" />
      )}
    </div>
  );
}
