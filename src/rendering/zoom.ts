import type { FrameSize } from '../sequence/frames.ts';
import { fitView, type Point, toFrame, type ViewTransform } from './viewTransform.ts';

/**
 * A part of the frame that all columns show, each in its own window: the point in the middle and the
 * magnification. Its pixels are those of the device, so that 1 is exact at every `devicePixelRatio`.
 */
export interface Zoom {
  /** Device pixels per frame pixel. */
  readonly scale: number;
  /** The frame's point in the middle of the window, in frame pixels. */
  readonly x: number;
  readonly y: number;
}

/** The magnifications that keys choose. */
export const ZOOM_STEPS = [1, 2, 4, 8] as const;

/** The smallest and largest magnification. */
export const LEAST_SCALE = 0.05;
export const MOST_SCALE = 32;

/**
 * The transform from frame pixels to the device pixels of a window. Frame pixels of whole
 * magnifications lie on the device's grid.
 *
 * @param zoom null for the whole frame, centred
 * @param window size in device pixels
 */
export function zoomTransform(
  zoom: Zoom | null,
  frame: FrameSize,
  window: FrameSize,
): ViewTransform {
  if (!zoom) return fitView(frame, window);
  const { scale, x, y } = withinFrame(zoom, frame, window);
  return {
    scale,
    x: Math.round(window.width / 2 - x * scale),
    y: Math.round(window.height / 2 - y * scale),
  };
}

/**
 * Zooms with a fixed point of the window.
 *
 * @param scale device pixels per frame pixel
 * @param anchor the point, in device pixels of the window
 */
export function zoomAbout(
  zoom: Zoom | null,
  scale: number,
  anchor: Point,
  frame: FrameSize,
  window: FrameSize,
): Zoom {
  const before = zoomTransform(zoom, frame, window);
  const next = Math.min(Math.max(scale, LEAST_SCALE), MOST_SCALE);
  const fixed = toFrame(before, anchor);
  return withinFrame(
    {
      scale: next,
      x: fixed.x + (window.width / 2 - anchor.x) / next,
      y: fixed.y + (window.height / 2 - anchor.y) / next,
    },
    frame,
    window,
  );
}

/** Moves what is shown by device pixels of the window. */
export function panZoom(
  zoom: Zoom | null,
  by: Point,
  frame: FrameSize,
  window: FrameSize,
): Zoom | null {
  if (!zoom) return null;
  const { scale } = zoom;
  return withinFrame({ scale, x: zoom.x - by.x / scale, y: zoom.y - by.y / scale }, frame, window);
}

/** Keeps the window filled with the frame, or the frame centred where it is smaller. */
function withinFrame(zoom: Zoom, frame: FrameSize, window: FrameSize): Zoom {
  const kept = (at: number, length: number, room: number) => {
    const half = room / 2 / zoom.scale;
    return half * 2 >= length ? length / 2 : Math.min(Math.max(at, half), length - half);
  };
  return rounded({
    scale: zoom.scale,
    x: kept(zoom.x, frame.width, window.width),
    y: kept(zoom.y, frame.height, window.height),
  });
}

/** As exact as an address is, so that a link shows the same to the pixel. */
function rounded({ scale, x, y }: Zoom): Zoom {
  const round = (value: number, steps: number) => Math.round(value * steps) / steps;
  return { scale: round(scale, 1e5), x: round(x, 1e3), y: round(y, 1e3) };
}
