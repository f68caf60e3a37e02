import type { FrameSize } from '../sequence/frames.ts';

/**
 * A point in pixels of the frame or of the window: in a frame, (0, 0) is the top left corner and
 * (0.5, 0.5) the centre of the first pixel.
 */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Transform from frame to window: window point = frame point · scale + (x, y). */
export interface ViewTransform {
  /** Window (CSS) pixels per frame pixel. */
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Largest scale. */
const MOST_SCALE = 32;
/** Smallest scale, relative to the scale at which the frame fits the window. */
const LEAST_OF_FIT = 0.5;
/** Window pixels of the frame that stay visible, unless the frame or the window is smaller. */
const KEPT_IN_SIGHT = 48;

/** Fits the frame to the window and centres it. */
export function fitView(frame: FrameSize, window: FrameSize): ViewTransform {
  const scale = Math.min(window.width / frame.width, window.height / frame.height);
  return {
    scale,
    x: (window.width - frame.width * scale) / 2,
    y: (window.height - frame.height * scale) / 2,
  };
}

/** Multiplies the scale by `factor`, within limits, with a fixed window point `anchor`. */
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

/** Moves the view by window pixels; a part of the frame stays visible. */
export function panView(
  view: ViewTransform,
  by: Point,
  frame: FrameSize,
  window: FrameSize,
): ViewTransform {
  return keepInSight({ ...view, x: view.x + by.x, y: view.y + by.y }, frame, window);
}

/** Converts a window point to frame pixels; it may be outside the frame. */
export function toFrame(view: ViewTransform, point: Point): Point {
  return { x: (point.x - view.x) / view.scale, y: (point.y - view.y) / view.scale };
}

/** Converts a point in frame pixels to window pixels. */
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
