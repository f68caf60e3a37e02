import type { Rectangle } from '../../rendering/shownPicture.ts';
import { fitView, type Point, toFrame, toWindow } from '../../rendering/viewTransform.ts';
import { panZoom, ZOOM_STEPS, zoomAbout, zoomTransform } from '../../rendering/zoom.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { pointerStore } from '../pointer.ts';
import { viewStore } from '../viewState.ts';
import { shownPart } from './shownPart.ts';

/** The windows on the screen and the size of their frames: keys zoom in the first of them. */
const shownWindows = new Map<HTMLElement, FrameSize>();

/** @returns removes the window */
export function addZoomWindow(element: HTMLElement, frame: FrameSize): () => void {
  shownWindows.set(element, frame);
  return () => shownWindows.delete(element);
}

/** The first window that is seen, with the size of its frames. */
function firstWindow(): readonly [HTMLElement, FrameSize] | undefined {
  return [...shownWindows].find(([element]) => element.offsetParent !== null);
}

/** The part of the frame that all windows show, in frame pixels; null without pictures. */
export function shownCrop(): Rectangle | null {
  const first = firstWindow();
  if (!first) return null;
  const [element, frame] = first;
  return shownPart(viewStore.getState().zoom, frame, deviceSize(element));
}

/** Size in device pixels. */
export function deviceSize(element: HTMLElement): FrameSize {
  const { width, height } = element.getBoundingClientRect();
  return {
    width: Math.round(width * devicePixelRatio),
    height: Math.round(height * devicePixelRatio),
  };
}

/** A position in the browser's window as one in a picture's window, in device pixels. */
function devicePoint(element: HTMLElement, { x, y }: Point): Point {
  const box = element.getBoundingClientRect();
  return { x: (x - box.left) * devicePixelRatio, y: (y - box.top) * devicePixelRatio };
}

/** The frame's point at a position in the browser's window; it may be outside the frame. */
export function framePoint(element: HTMLElement, frame: FrameSize, position: Point): Point {
  const view = zoomTransform(viewStore.getState().zoom, frame, deviceSize(element));
  return toFrame(view, devicePoint(element, position));
}

/** Multiplies the magnification, down to the whole frame, with a fixed point of the window. */
export function zoomBy(
  factor: number,
  element: HTMLElement,
  frame: FrameSize,
  position: Point,
): void {
  const window = deviceSize(element);
  const { zoom } = viewStore.getState();
  const { scale } = zoomTransform(zoom, frame, window);
  const fit = fitView(frame, window).scale;
  // A frame that keys made smaller than its window gets larger step by step, as any other.
  const isWhole = factor < 1 && scale * factor <= fit;
  const anchor = devicePoint(element, position);
  viewStore.setState({
    zoom: isWhole ? null : zoomAbout(zoom, scale * factor, anchor, frame, window),
  });
}

export function panBy(by: Point, element: HTMLElement, frame: FrameSize): void {
  const { zoom } = viewStore.getState();
  const pixels = { x: by.x * devicePixelRatio, y: by.y * devicePixelRatio };
  viewStore.setState({ zoom: panZoom(zoom, pixels, frame, deviceSize(element)) });
}

/** The next larger magnification of {@link ZOOM_STEPS}, then the whole frame again. */
export function zoomInAt(element: HTMLElement, frame: FrameSize, position: Point): void {
  const window = deviceSize(element);
  const { zoom } = viewStore.getState();
  const { scale } = zoomTransform(zoom, frame, window);
  const next = ZOOM_STEPS.find((step) => step > scale * 1.01);
  const anchor = devicePoint(element, position);
  viewStore.setState({ zoom: next ? zoomAbout(zoom, next, anchor, frame, window) : null });
}

/** Sets the magnification, about the pointer if it is on a picture. For keys and buttons. */
export function zoomTo(scale: number | null): void {
  const first = firstWindow();
  if (!first || scale === null) {
    viewStore.setState({ zoom: null });
    return;
  }
  const [element, frame] = first;
  const window = deviceSize(element);
  const { zoom } = viewStore.getState();
  const { point } = pointerStore.getState();
  const middle = { x: window.width / 2, y: window.height / 2 };
  const anchor = point ? toWindow(zoomTransform(zoom, frame, window), point) : middle;
  viewStore.setState({ zoom: zoomAbout(zoom, scale, anchor, frame, window) });
}

/** Multiplies the magnification by a step, for keys. */
export function zoomStep(direction: 1 | -1): void {
  const first = firstWindow();
  if (!first) return;
  const [element, frame] = first;
  const window = deviceSize(element);
  const { scale } = zoomTransform(viewStore.getState().zoom, frame, window);
  const fit = fitView(frame, window).scale;
  const steps = [fit, ...ZOOM_STEPS.filter((step) => step > fit)];
  const next =
    direction > 0
      ? steps.find((step) => step > scale * 1.01)
      : steps.findLast((step) => step < scale * 0.99);
  if (next) zoomTo(next === fit ? null : next);
}
