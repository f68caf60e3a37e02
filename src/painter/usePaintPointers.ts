import { type RefObject, useEffect } from 'react';
import type { Point } from './editing/maskDrawing.ts';
import type { Painter } from './painter.ts';
import { toFrame } from './viewTransform.ts';

/** Zoom of a wheel that reports so many pixels: e^1, about 2.7 times. */
const WHEEL_PIXELS_PER_E = 500;
/** Firefox reports lines of a wheel, not pixels. */
const PIXELS_PER_LINE = 16;
const MIDDLE_BUTTON = 1;

/** What the pointers that are down are doing. */
type Gesture = 'none' | 'stroke' | 'corner' | 'pan' | 'pinch';

/**
 * Turns mouse, pen and fingers on the surface into strokes, corners, moves and zooms. One finger
 * paints, two move and zoom; the stroke that the first of them began is taken back.
 */
export function usePaintPointers(surface: RefObject<HTMLElement | null>, painter: Painter): void {
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    return listen(element, painter);
  }, [surface, painter]);
}

function listen(element: HTMLElement, painter: Painter): () => void {
  const { store } = painter;
  /** Window points of the pointers that are down. */
  const down = new Map<number, Point>();
  let gesture: Gesture = 'none';
  /** Where the stroke has come to, or the corner will be, frame pixels. */
  let last: Point = { x: 0, y: 0 };

  const windowPoint = (event: MouseEvent): Point => {
    const box = element.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const framePoint = (event: MouseEvent) => toFrame(store.getState().view, windowPoint(event));

  const onDown = (event: PointerEvent) => {
    const { tool, panning } = store.getState();
    if (down.size > 0 && event.pointerType !== 'touch') return;
    element.setPointerCapture(event.pointerId);
    down.set(event.pointerId, windowPoint(event));
    last = framePoint(event);
    store.setState({ pointer: last });
    if (down.size > 1) {
      if (gesture === 'stroke') painter.dropStroke();
      gesture = 'pinch';
    } else if (panning || event.button === MIDDLE_BUTTON) {
      // Keeps the browser's own scrolling by the middle button away.
      event.preventDefault();
      gesture = 'pan';
    } else if (event.button === 0) {
      gesture = tool === 'polygon' ? 'corner' : 'stroke';
      if (gesture === 'stroke') painter.stroke([last]);
    }
  };

  const onMove = (event: PointerEvent) => {
    const point = windowPoint(event);
    const before = down.get(event.pointerId);
    if (gesture === 'stroke' && before) {
      // All places since the last frame: fast strokes stay round.
      const events = event.getCoalescedEvents();
      const line = (events.length > 0 ? events : [event]).map(framePoint);
      painter.stroke([last, ...line]);
      last = line.at(-1) ?? last;
    } else if (gesture === 'pan' && before) {
      painter.pan({ x: point.x - before.x, y: point.y - before.y });
    } else if (gesture === 'pinch' && before) {
      pinch(painter, [...down.values()], before, point);
    }
    if (before) down.set(event.pointerId, point);
    store.setState({ pointer: framePoint(event) });
  };

  const onUp = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return;
    if (gesture === 'stroke') painter.endStroke();
    if (gesture === 'corner') painter.addCorner(last);
    // The finger that stays after a pinch does not begin to paint.
    if (down.size === 0) gesture = 'none';
    if (event.pointerType === 'touch') store.setState({ pointer: null });
  };

  const onCancel = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return;
    if (gesture === 'stroke') painter.dropStroke();
    if (down.size === 0) gesture = 'none';
    store.setState({ pointer: null });
  };

  const onEnter = (event: PointerEvent) => {
    // So that the space bar moves the picture and does not press the button used last.
    if (event.pointerType === 'mouse') element.focus({ preventScroll: true });
  };

  const onLeave = () => {
    if (down.size === 0) store.setState({ pointer: null });
  };

  const onDoubleClick = () => {
    if (store.getState().tool !== 'polygon') return;
    if (painter.canClosePolygon) painter.closePolygon();
    // The click that closed a polygon at its first corner was the first of two.
    else painter.dropPolygon();
  };

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === 0 ? 1 : PIXELS_PER_LINE);
    painter.zoom(Math.exp(-pixels / WHEEL_PIXELS_PER_E), windowPoint(event));
  };

  const listeners = new AbortController();
  const { signal } = listeners;
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onCancel, { signal });
  element.addEventListener('pointerenter', onEnter, { signal });
  element.addEventListener('pointerleave', onLeave, { signal });
  element.addEventListener('dblclick', onDoubleClick, { signal });
  element.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => listeners.abort();
}

/** One of two fingers has moved: the picture follows their middle and their distance. */
function pinch(painter: Painter, points: readonly Point[], before: Point, after: Point): void {
  const other = points.find((point) => point !== before);
  if (!other) return;
  painter.pan({ x: (after.x - before.x) / 2, y: (after.y - before.y) / 2 });
  const factor =
    Math.hypot(after.x - other.x, after.y - other.y) /
    Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
  painter.zoom(factor, { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 });
}
