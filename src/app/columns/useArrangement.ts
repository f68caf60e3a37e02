import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import type { FrameSize } from '../../sequence/frames.ts';
import { type Arrangement, arrangeColumns } from '../../viewer/arrangement.ts';

/** CSS pixels of what is above and below the columns: header, status line, transport, gaps. */
const OTHER_PARTS = 130;

/** On screens higher than this, a share of what is more goes to the moments below. */
const LOW_SCREEN = 720;
const SHARE_OF_MOMENTS = 1 / 3;
const MOST_FOR_MOMENTS = 200;

/** The arrangement of the columns in the window as it is now. */
export function useArrangement(
  grid: RefObject<HTMLElement | null>,
  count: number,
  frame: FrameSize,
): Arrangement {
  const [room, setRoom] = useState<FrameSize>({ width: innerWidth, height: innerHeight });
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const measure = () => {
      const width = element.clientWidth;
      const height = roomHeight(innerHeight);
      setRoom((before) =>
        before.width === width && before.height === height ? before : { width, height },
      );
    };
    measure();
    const resizing = new ResizeObserver(measure);
    resizing.observe(element);
    addEventListener('resize', measure);
    return () => {
      resizing.disconnect();
      removeEventListener('resize', measure);
    };
  }, [grid]);
  const { width, height } = frame;
  return useMemo(
    () => arrangeColumns(count, { width, height }, room),
    [count, width, height, room],
  );
}

function roomHeight(screen: number): number {
  const forMoments = Math.max(0, screen - LOW_SCREEN) * SHARE_OF_MOMENTS;
  return Math.max(300, screen - OTHER_PARTS - Math.min(forMoments, MOST_FOR_MOMENTS));
}
