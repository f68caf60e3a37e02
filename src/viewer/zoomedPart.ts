import type { Rectangle } from '../rendering/shownPicture.ts';
import { shownCrop } from './pictures/zooming.ts';
import { viewStore } from './viewState.ts';

/** The part of the frame that the columns show, in whole pixels; null if they show all of it. */
export function zoomedPart(): Rectangle | null {
  const crop = viewStore.getState().zoom && shownCrop();
  if (!crop) return null;
  const [x, y] = [Math.round(crop.x), Math.round(crop.y)];
  const width = Math.round(crop.x + crop.width) - x;
  const height = Math.round(crop.y + crop.height) - y;
  return width < 1 || height < 1 ? null : { x, y, width, height };
}
