import type { Rectangle } from '../../rendering/shownPicture.ts';
import { toFrame } from '../../rendering/viewTransform.ts';
import { type Zoom, zoomTransform } from '../../rendering/zoom.ts';
import type { FrameSize } from '../../sequence/frames.ts';

/**
 * The part of a frame that a window shows, in frame pixels.
 *
 * @param zoom null for the whole frame
 * @param window size in device pixels
 */
export function shownPart(zoom: Zoom | null, frame: FrameSize, window: FrameSize): Rectangle {
  if (!zoom) return { x: 0, y: 0, ...frame };
  const view = zoomTransform(zoom, frame, window);
  const start = toFrame(view, { x: 0, y: 0 });
  const end = toFrame(view, { x: window.width, y: window.height });
  const [left, top] = [Math.max(0, start.x), Math.max(0, start.y)];
  return {
    x: left,
    y: top,
    width: Math.min(frame.width, end.x) - left,
    height: Math.min(frame.height, end.y) - top,
  };
}
