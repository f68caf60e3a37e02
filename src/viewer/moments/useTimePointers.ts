import { type RefObject, useEffect } from 'react';
import { wheelPixels } from '../../ui/wheel.ts';
import { viewStore } from '../viewState.ts';
import { loopBetween, stopAt } from './loopMarks.ts';
import { momentsStore } from './momentsStore.ts';
import { frameAt, panTime, wholeTime, zoomTime } from './timeWindow.ts';

/** Pixels of the wheel that zoom by a factor of e (about 2.7), as on the pictures. */
const WHEEL_PIXELS_PER_E = 400;
/** Two fingers that are nearer to each other, in CSS pixels, do not zoom. */
const FINGERS_APART = 12;

/**
 * Seeks by click and drag, marks a loop by dragging with the shift key, zooms in time with the
 * wheel or two fingers, and shows all frames on a double click.
 */
export function useTimePointers(strip: RefObject<HTMLElement | null>, frameCount: number): void {
  useEffect(() => {
    const element = strip.current;
    return element && frameCount > 0 ? listen(element, frameCount) : undefined;
  }, [strip, frameCount]);
}

function listen(element: HTMLElement, frameCount: number): () => void {
  /** What the pressed pointer does: null while none is pressed. */
  let pressed: 'seek' | 'loop' | null = null;
  /** The horizontal places of the pressed pointers in the browser's window. */
  const down = new Map<number, number>();
  /** Where it was pressed. */
  let start = 0;
  /** True once a loop was dragged: a mere click marks none. */
  let marked = false;

  const window = () => viewStore.getState().time ?? wholeTime(frameCount);
  const place = ({ clientX }: MouseEvent) => {
    const { left, width } = element.getBoundingClientRect();
    return frameAt(clientX - left, window(), width);
  };
  const frameUnder = (event: MouseEvent) =>
    Math.max(0, Math.min(Math.round(place(event)), frameCount - 1));

  const onDown = (event: PointerEvent) => {
    if (event.pointerType === 'mouse' && event.button !== 0) return;
    element.setPointerCapture(event.pointerId);
    down.set(event.pointerId, event.clientX);
    const frame = frameUnder(event);
    pressed = event.shiftKey ? 'loop' : 'seek';
    start = frame;
    marked = false;
    // A second finger zooms.
    if (down.size > 1) pressed = null;
    if (pressed === 'seek') stopAt(frame, frameCount);
    // Otherwise the texts beside the strip would be selected.
    event.preventDefault();
  };
  /** Zooms and pans when one of two fingers has moved. */
  const pinch = (event: PointerEvent, before: number, other: number) => {
    const { left, width } = element.getBoundingClientRect();
    const at = (x: number) => frameAt(x - left, window(), width);
    const after = event.clientX;
    // Fingers that cross, or are one above the other, do not zoom.
    const apart = Math.abs(before - other);
    const factor = apart < FINGERS_APART ? 1 : Math.abs(after - other) / apart;
    const by = (at(before) - at(after)) / 2;
    const panned = panTime(window(), by, frameCount);
    const about = frameAt((after + other) / 2 - left, panned, width);
    viewStore.setState({ time: zoomTime(panned, Math.max(factor, 0.5), about, frameCount) });
  };
  const onMove = (event: PointerEvent) => {
    const before = down.get(event.pointerId);
    const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
    if (before !== undefined) down.set(event.pointerId, event.clientX);
    if (before !== undefined && other !== undefined) {
      pinch(event, before, other);
      return;
    }
    const frame = frameUnder(event);
    momentsStore.setState({ pointed: frame });
    if (pressed === 'seek') stopAt(frame, frameCount);
    marked ||= pressed === 'loop' && frame !== start;
    if (marked) viewStore.setState({ loop: loopBetween(start, frame) });
  };
  const onUp = (event: PointerEvent) => {
    down.delete(event.pointerId);
    pressed = null;
    marked = false;
    if (event.pointerType === 'touch') onLeave();
  };
  const onLeave = () => {
    if (pressed === null) momentsStore.setState({ pointed: null });
  };
  const onWheel = (event: WheelEvent) => {
    const before = viewStore.getState().time;
    const pixels = wheelPixels(event);
    if (Math.abs(pixels.x) > Math.abs(pixels.y)) {
      if (!before) return;
      event.preventDefault();
      const frames = (before.last - before.first + 1) / element.clientWidth;
      const by = pixels.x * frames;
      viewStore.setState({ time: panTime(before, by, frameCount) });
      return;
    }
    // Where all frames are shown, a wheel towards the user scrolls the page.
    if (!before && pixels.y > 0) return;
    event.preventDefault();
    const factor = Math.exp(-pixels.y / WHEEL_PIXELS_PER_E);
    viewStore.setState({ time: zoomTime(window(), factor, place(event), frameCount) });
    momentsStore.setState({ pointed: frameUnder(event) });
  };

  const listeners = new AbortController();
  const { signal } = listeners;
  element.addEventListener('pointerdown', onDown, { signal });
  element.addEventListener('pointermove', onMove, { signal });
  element.addEventListener('pointerup', onUp, { signal });
  element.addEventListener('pointercancel', onUp, { signal });
  element.addEventListener('pointerleave', onLeave, { signal });
  element.addEventListener('dblclick', () => viewStore.setState({ time: null }), { signal });
  element.addEventListener('wheel', onWheel, { signal, passive: false });
  return () => {
    listeners.abort();
    momentsStore.setState({ pointed: null });
  };
}
