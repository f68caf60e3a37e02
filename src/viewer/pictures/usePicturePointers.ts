import { type RefObject, useEffect, useRef } from 'react';
import { showsBlocks } from '../../rendering/blockLook.ts';
import type { Point } from '../../rendering/viewTransform.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { wheelPixels } from '../../ui/wheel.ts';
import { pointerStore, pointNowhere } from '../pointer.ts';
import { viewStore } from '../viewState.ts';
import { addZoomWindow, framePoint, panBy, zoomBy, zoomInAt } from './zooming.ts';

/** Pixels of the wheel that zoom by a factor of e (about 2.7). */
const WHEEL_PIXELS_PER_E = 400;
/** A pointer that moved less has clicked. */
const CLICK_PIXELS = 4;
/** A pinch on a touchpad arrives as a wheel of few pixels with the control key. */
const PINCH_PIXELS_PER_E = 100;

/**
 * Zooms all columns with the wheel, two fingers or a double click, and pans them by dragging. Where
 * the whole frame is shown, one finger and a wheel towards the user scroll the page.
 *
 * @param column the key of the column, for the marks in the others
 * @param frame null while there is no picture
 * @param blockColumnAt the column whose blocks are drawn at a share of the width, 0..1
 */
export function usePicturePointers(
  window: RefObject<HTMLElement | null>,
  column: string,
  frame: FrameSize | null,
  blockColumnAt: (share: number) => string | null = () => column,
): void {
  const width = frame?.width ?? 0;
  const height = frame?.height ?? 0;
  const columnAt = useRef(blockColumnAt);
  useEffect(() => {
    columnAt.current = blockColumnAt;
  });
  useEffect(() => {
    const element = window.current;
    if (!element || width === 0) return;
    const size = { width, height };
    const removeWindow = addZoomWindow(element, size);
    const removeListeners = listen(element, column, size, (share) => columnAt.current(share));
    return () => {
      removeWindow();
      removeListeners();
      // A window that is gone hears nothing of the pointer.
      if (pointerStore.getState().column === column) pointNowhere();
    };
  }, [window, column, width, height]);
}

function listen(
  element: HTMLElement,
  column: string,
  frame: FrameSize,
  blockColumnAt: (share: number) => string | null,
): () => void {
  /** Positions of the pressed pointers in the browser's window. */
  const down = new Map<number, Point>();
  /** Where the only pressed pointer went down. */
  let pressed: Point | null = null;
  const positionOf = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });

  const onDown = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    down.set(event.pointerId, positionOf(event));
    pressed = down.size === 1 ? positionOf(event) : null;
    // A drag that leaves the picture goes on.
    if (viewStore.getState().zoom) element.setPointerCapture(event.pointerId);
    point(event);
  };

  const point = (event: PointerEvent) => {
    const place = positionOf(event);
    const at = framePoint(element, frame, place);
    pointerStore.setState({ point: at, last: at, column, place });
  };

  const onMove = (event: PointerEvent) => {
    // The button may have been let go outside.
    if (event.pointerType === 'mouse' && event.buttons === 0) down.clear();
    const before = down.get(event.pointerId);
    const after = positionOf(event);
    if (before) {
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      if (other) pinch(element, frame, other, before, after);
      else panBy({ x: after.x - before.x, y: after.y - before.y }, element, frame);
      down.set(event.pointerId, after);
    }
    point(event);
  };

  const onUp = (event: PointerEvent) => {
    down.delete(event.pointerId);
    if (event.pointerType === 'touch') pointNowhere();
    const place = positionOf(event);
    const isClick = pressed && Math.hypot(place.x - pressed.x, place.y - pressed.y) < CLICK_PIXELS;
    pressed = null;
    if (!isClick || event.type !== 'pointerup' || !showsBlocks(viewStore.getState())) return;
    const at = framePoint(element, frame, place);
    const box = element.getBoundingClientRect();
    const of = blockColumnAt((place.x - box.left) / box.width);
    const isInside = at.x >= 0 && at.y >= 0 && at.x < frame.width && at.y < frame.height;
    if (of === null || !isInside) return;
    viewStore.setState({ block: { column: of, x: Math.floor(at.x), y: Math.floor(at.y) } });
  };

  const onLeave = () => {
    if (down.size === 0) pointNowhere();
  };

  const onWheel = (event: WheelEvent) => {
    if (viewStore.getState().zoom === null && event.deltaY > 0) return;
    event.preventDefault();
    const pixels = wheelPixels(event).y;
    const perE = event.ctrlKey ? PINCH_PIXELS_PER_E : WHEEL_PIXELS_PER_E;
    zoomBy(Math.exp(-pixels / perE), element, frame, positionOf(event));
  };

  const listeners = new AbortController();
  const { signal } = listeners;
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onUp, { signal });
  element.addEventListener('pointerleave', onLeave, { signal });
  const onDoubleClick = (event: MouseEvent) => {
    zoomInAt(element, frame, positionOf(event));
    // It is no question about the block.
    viewStore.setState({ block: null });
  };
  element.addEventListener('dblclick', onDoubleClick, { signal });
  element.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => listeners.abort();
}

/** Pans and zooms when one of two fingers has moved. */
function pinch(
  element: HTMLElement,
  frame: FrameSize,
  other: Point,
  before: Point,
  after: Point,
): void {
  panBy({ x: (after.x - before.x) / 2, y: (after.y - before.y) / 2 }, element, frame);
  const factor =
    Math.hypot(after.x - other.x, after.y - other.y) /
    Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
  zoomBy(factor, element, frame, { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 });
}
