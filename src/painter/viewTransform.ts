import type { FrameSize } from '../sequence/frames.ts';
import type { Point } from './editing/maskDrawing.ts';

/** Where a frame lies in its window: window point = frame point · scale + (x, y). */
export interface ViewTransform {
  /** Window pixels (CSS) for each frame pixel. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Frame pixels are never shown larger than this. */
const MOST_SCALE = 32;
/** The frame never gets smaller than this share of the scale at which it just fits. */
const LEAST_OF_FIT = 0.5;
/** Of the frame, or of the window where that is smaller, so much stays in sight. */
const KEPT_IN_SIGHT = 48;

/** The frame as large as it fits, in the middle of the window. */
export function fitView(frame: FrameSize, window: FrameSize): ViewTransform {
  const scale = Math.min(window.width / frame.width, window.height / frame.height);
  return {
    scale,
    x: (window.width - frame.width * scale) / 2,
    y: (window.height - frame.height * scale) / 2,
  };
}

/** The view with `factor` times the scale, within limits; the frame stays put under `anchor`. */
export function zoomView(
  view: ViewTransform,
  factor: number,
  anchor: Point,
  frame: FrameSize,
  window: FrameSize,
): ViewTransform {
  const least = fitView(frame, window).scale * LEAST_OF_FIT;
  const scale = Math.min(Math.max(view.scale * factor, least), Math.max(MOST_SCALE, least));
  const real = scale / view.scale;
  const zoomed = {
    scale,
    x: anchor.x - (anchor.x - view.x) * real,
    y: anchor.y - (anchor.y - view.y) * real,
  };
  return keepInSight(zoomed, frame, window);
}

/** The view moved by so many window pixels, but never so far that the frame is lost. */
export function panView(
  view: ViewTransform,
  by: Point,
  frame: FrameSize,
  window: FrameSize,
): ViewTransform {
  return keepInSight({ ...view, x: view.x + by.x, y: view.y + by.y }, frame, window);
}

/** The place on the frame under a window point; outside the frame, too. */
export function toFrame(view: ViewTransform, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/** The window point of a place on the frame. */
export function toWindow(view: ViewTransform, point: Point): Point {
  return { x: point.x * view.scale + view.x, y: point.y * view.scale + view.y };
}

function keepInSight(view: ViewTransform, frame: FrameSize, window: FrameSize): ViewTransform {
  const held = (start: number, length: number, room: number) => {
    const kept = Math.min(KEPT_IN_SIGHT, length, room);
    return Math.min(Math.max(start, kept - length), room - kept);
  };
  return {
    scale: view.scale,
    x: held(view.x, frame.width * view.scale, window.width),
    y: held(view.y, frame.height * view.scale, window.height),
  };
}
