import { type RefObject, useEffect, useRef } from 'react';
import { toWindow } from '../../rendering/viewTransform.ts';
import { zoomTransform } from '../../rendering/zoom.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { pointerStore } from '../pointer.ts';
import { viewStore } from '../viewState.ts';
import styles from './PictureView.module.css';
import { deviceSize } from './zooming.ts';

interface GhostCursorProps {
  readonly window: RefObject<HTMLElement | null>;
  readonly column: string;
  readonly frame: FrameSize;
}

/** Marks the pointer's place in the other columns. It moves without rendering anything again. */
export function GhostCursor({ window, column, frame }: GhostCursorProps) {
  const mark = useRef<HTMLSpanElement>(null);
  const { width, height } = frame;
  useEffect(() => {
    const place = () => {
      const { point, column: pointed } = pointerStore.getState();
      const [element, cursor] = [window.current, mark.current];
      if (!element || !cursor) return;
      cursor.hidden = point === null || pointed === column;
      if (!point || cursor.hidden) return;
      const view = zoomTransform(viewStore.getState().zoom, { width, height }, deviceSize(element));
      const { x, y } = toWindow(view, point);
      cursor.style.transform = `translate(${x / devicePixelRatio}px, ${y / devicePixelRatio}px)`;
    };
    const stops = [pointerStore.subscribe(place), viewStore.subscribe(place)];
    return () => {
      for (const stop of stops) stop();
    };
  }, [window, column, width, height]);
  return <span ref={mark} className={styles.ghost} aria-hidden data-testid="ghost" hidden />;
}
