import { toWindow } from '../rendering/viewTransform.ts';
import { zoomTransform } from '../rendering/zoom.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { deviceSize } from './pictures/zooming.ts';
import { viewStore } from './viewState.ts';

/**
 * Where a part of the frame is on the screen, as far as a picture shows it.
 *
 * @param picture the window of a picture
 * @param part in pixels of the frame
 * @param size of the frame
 * @returns CSS pixels of the browser's window; null if the picture does not show it
 */
export function partOnScreen(
  picture: HTMLElement,
  part: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  size: FrameSize,
): DOMRect | null {
  const box = picture.getBoundingClientRect();
  if (box.width === 0) return null;
  const view = zoomTransform(viewStore.getState().zoom, size, deviceSize(picture));
  const corner = (x: number, y: number) => {
    const point = toWindow(view, { x, y });
    return {
      x: within(point.x / devicePixelRatio, box.width),
      y: within(point.y / devicePixelRatio, box.height),
    };
  };
  const start = corner(part.x, part.y);
  const end = corner(part.x + part.width, part.y + part.height);
  const [width, height] = [end.x - start.x, end.y - start.y];
  return width > 0 && height > 0
    ? new DOMRect(box.left + start.x, box.top + start.y, width, height)
    : null;
}

function within(at: number, length: number): number {
  return Math.min(Math.max(at, 0), length);
}
