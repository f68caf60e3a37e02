import type { Rectangle } from '../rendering/shownPicture.ts';
import { zoomTransform } from '../rendering/zoom.ts';
import { deviceSize, firstWindow } from './pictures/zooming.ts';
import { viewStore } from './viewState.ts';

/**
 * The part of the frame that the columns show, in whole pixels; null if they show all of it.
 */
export function zoomedPart(): Rectangle | null {
  const { zoom } = viewStore.getState();
  const first = firstWindow();
  if (!zoom || !first) return null;
  const [element, frame] = first;
  const window = deviceSize(element);
  const view = zoomTransform(zoom, frame, window);
  const within = (at: number, most: number) => Math.min(Math.max(Math.round(at), 0), most);
  const x = within(-view.x / view.scale, frame.width);
  const y = within(-view.y / view.scale, frame.height);
  const width = within((window.width - view.x) / view.scale, frame.width) - x;
  const height = within((window.height - view.y) / view.scale, frame.height) - y;
  const isAll = width >= frame.width && height >= frame.height;
  return isAll || width < 1 || height < 1 ? null : { x, y, width, height };
}
