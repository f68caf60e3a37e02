/**
 * Where time lies in the strip. Bars, chart and lanes share these positions, so that a frame is at
 * the same place in all of them.
 */

/** The frames in view, both included; not whole numbers while zooming. */
export interface TimeWindow {
  readonly first: number;
  readonly last: number;
}

/** CSS pixels left of the plots, for the labels of the vertical axes, and right of them. */
export const PLOT_LEFT = 40;
export const PLOT_RIGHT = 8;

/** The fewest frames in view. */
const FEWEST = 6;

export function wholeTime(frameCount: number): TimeWindow {
  return { first: 0, last: Math.max(0, frameCount - 1) };
}

/** The ends of the x axis, in frames: half a frame more on both sides, for the bars. */
export function axisEnds({ first, last }: TimeWindow): readonly [number, number] {
  return [first - 0.5, last + 0.5];
}

/** The x of a frame's middle, in CSS pixels of a strip of this width. */
export function frameX(frame: number, window: TimeWindow, width: number): number {
  const [from, to] = axisEnds(window);
  return PLOT_LEFT + ((frame - from) / (to - from)) * plotWidth(width);
}

/** The frame at an x of the strip; not rounded, and beyond the window outside the plots. */
export function frameAt(x: number, window: TimeWindow, width: number): number {
  const [from, to] = axisEnds(window);
  return from + ((x - PLOT_LEFT) / plotWidth(width)) * (to - from);
}

/**
 * Zooms in time about a frame, which stays where it is.
 *
 * @param factor above 1 for fewer frames in view
 * @returns null for all frames
 */
export function zoomTime(
  window: TimeWindow,
  factor: number,
  about: number,
  frameCount: number,
): TimeWindow | null {
  const [from, to] = axisEnds(window);
  const count = Math.max(Math.min(FEWEST, frameCount), (to - from) / factor);
  if (count >= frameCount - 1e-6) return null;
  const share = (Math.min(Math.max(about, from), to) - from) / (to - from);
  return within(about - share * count, count, frameCount);
}

/** The window moved by a number of frames, not beyond the sequence. */
export function panTime(window: TimeWindow, by: number, frameCount: number): TimeWindow {
  const [from, to] = axisEnds(window);
  return within(from + by, to - from, frameCount);
}

/** The window moved so that a frame is in view; the same object if it is already. */
export function withFrame(window: TimeWindow, frame: number, frameCount: number): TimeWindow {
  if (frame >= window.first && frame <= window.last) return window;
  const count = window.last - window.first + 1;
  // Going backwards, the frame comes in at the right, so that what precedes it is in view.
  const from = frame > window.last ? frame - 0.5 : frame + 0.5 - count;
  return within(from, count, frameCount);
}

/** The window of so many frames that starts at an axis end, moved into the sequence. */
function within(from: number, count: number, frameCount: number): TimeWindow {
  const start = Math.max(-0.5, Math.min(from, frameCount - 0.5 - count));
  return { first: start + 0.5, last: start + count - 0.5 };
}

/** Of a strip that is too narrow to show anything: 1. */
function plotWidth(width: number): number {
  return Math.max(1, width - PLOT_LEFT - PLOT_RIGHT);
}
