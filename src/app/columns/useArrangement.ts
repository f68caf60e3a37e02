import { type RefObject, useLayoutEffect, useMemo, useState } from 'react';
import type { FrameSize } from '../../sequence/frames.ts';
import { useIsCoarse, useIsPhone } from '../../ui/phone.ts';
import {
  type Arrangement,
  arrangeColumns,
  arrangeOnPhone,
  HEADER_HEIGHT,
} from '../../viewer/arrangement.ts';

/** CSS pixels of what is above and below the columns: header, status line, transport, gaps. */
const OTHER_PARTS = 130;
/** On a phone, with what a finger needs; on a low one the status line is beside the header. */
const OTHER_PARTS_ON_PHONE = 220;
const OTHER_PARTS_ON_LOW_PHONE = 120;
/** As `max-height: 30rem` in the style sheets. */
const LOW_PHONE = 480;

/** On screens higher than this, a share of what is more goes to the moments below. */
const LOW_SCREEN = 720;
const SHARE_OF_MOMENTS = 1 / 3;
const MOST_FOR_MOMENTS = 200;

/**
 * The arrangement of the columns in the window as it is now, and the width in which they stand, in
 * CSS pixels.
 *
 * @param strip the element that they may fill
 */
export function useArrangement(
  strip: RefObject<HTMLElement | null>,
  count: number,
  frame: FrameSize,
): Arrangement & { readonly width: number } {
  const isPhone = useIsPhone();
  const isCoarse = useIsCoarse();
  const [room, setRoom] = useState<FrameSize>({ width: innerWidth, height: innerHeight });
  useLayoutEffect(() => {
    const element = strip.current;
    if (!element) return;
    const measure = () => {
      const width = element.clientWidth;
      const height = isPhone ? roomOnPhone() : roomHeight(innerHeight - coveredHeight());
      setRoom((before) =>
        before.width === width && before.height === height ? before : { width, height },
      );
    };
    measure();
    const resizing = new ResizeObserver(measure);
    resizing.observe(element);
    // A lesson below the page makes it longer.
    resizing.observe(document.body);
    addEventListener('resize', measure);
    return () => {
      resizing.disconnect();
      removeEventListener('resize', measure);
    };
  }, [strip, isPhone]);
  const { width, height } = frame;
  return useMemo(() => {
    const header = isCoarse ? HEADER_HEIGHT.coarse : HEADER_HEIGHT.fine;
    const arrangement = isPhone
      ? arrangeOnPhone(count, { width, height }, room)
      : arrangeColumns(count, { width, height }, room, { header });
    return { ...arrangement, width: room.width };
  }, [isPhone, isCoarse, count, width, height, room]);
}

function roomHeight(screen: number): number {
  const forMoments = Math.max(0, screen - LOW_SCREEN) * SHARE_OF_MOMENTS;
  return Math.max(300, screen - OTHER_PARTS - Math.min(forMoments, MOST_FOR_MOMENTS));
}

function roomOnPhone(): number {
  const page = document.documentElement;
  // Unlike `innerHeight`, it stays while the browser's bars come and go with scrolling.
  const screen = page.clientHeight - coveredHeight();
  const parts = page.clientHeight <= LOW_PHONE ? OTHER_PARTS_ON_LOW_PHONE : OTHER_PARTS_ON_PHONE;
  const inset = Number.parseFloat(getComputedStyle(page).getPropertyValue('--inset-bottom'));
  return Math.max(160, screen - parts - (inset || 0));
}

/** CSS pixels at the bottom of the window that a lesson covers. */
function coveredHeight(): number {
  const lesson = document.querySelector<HTMLElement>('[data-lesson]');
  return lesson && getComputedStyle(lesson).position === 'fixed' ? lesson.offsetHeight : 0;
}
