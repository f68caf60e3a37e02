import { type RefObject, useEffect } from 'react';
import { type Point, toFrame } from '../rendering/viewTransform.ts';
import { wheelPixels } from '../ui/wheel.ts';
import type { Painter } from './painter.ts';

/** Pixels of the wheel that zoom by a factor of e (about 2.7). */
const WHEEL_PIXELS_PER_E = 500;
const MIDDLE_BUTTON = 1;

/** The current gesture of the pressed pointers. */
type Gesture = 'none' | 'stroke' | 'corner' | 'pan' | 'pinch';

/**
 * Converts mouse, pen and touch input to strokes, corners, pan and zoom. One finger paints; two
 * fingers pan and zoom, and discard the stroke that the first of them began.
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
  /** Positions of the pressed pointers, in window pixels. */
  const down = new Map<number, Point>();
  let gesture: Gesture = 'none';
  /** Last point of the stroke, or position of the new corner, in frame pixels. */
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
      if (gesture === 'stroke') painter.discardStroke();
      gesture = 'pinch';
    } else if (panning || event.button === MIDDLE_BUTTON) {
      // Prevent the browser's autoscroll with the middle button.
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
      // Use all positions since the last event, so that fast strokes are smooth.
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
    // The remaining finger of a pinch must not paint.
    if (down.size === 0) gesture = 'none';
    if (event.pointerType === 'touch') store.setState({ pointer: null });
  };

  const onCancel = (event: PointerEvent) => {
    if (!down.delete(event.pointerId)) return;
    if (gesture === 'stroke') painter.discardStroke();
    if (down.size === 0) gesture = 'none';
    store.setState({ pointer: null });
  };

  const onEnter = (event: PointerEvent) => {
    // Take the focus, so that the space bar moves the view and does not press a button.
    if (event.pointerType === 'mouse') element.focus({ preventScroll: true });
  };

  const onLeave = () => {
    if (down.size === 0) store.setState({ pointer: null });
  };

  const onDoubleClick = () => {
    if (store.getState().tool !== 'polygon') return;
    if (painter.canClosePolygon) painter.closePolygon();
    // The first click of a double click may have closed the polygon: discard the new corner.
    else painter.discardPolygon();
  };

  const onWheel = (event: WheelEvent) => {
    event.preventDefault();
    const pixels = wheelPixels(event).y;
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

/** Pans and zooms when one of two fingers has moved. */
function pinch(painter: Painter, points: readonly Point[], before: Point, after: Point): void {
  const other = points.find((point) => point !== before);
  if (!other) return;
  painter.pan({ x: (after.x - before.x) / 2, y: (after.y - before.y) / 2 });
  const factor =
    Math.hypot(after.x - other.x, after.y - other.y) /
    Math.max(1, Math.hypot(before.x - other.x, before.y - other.y));
  painter.zoom(factor, { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 });
}
