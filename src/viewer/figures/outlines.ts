import {
  drawableLook,
  needsTruth,
  OUTLINE_EDGE,
  outlineColour,
} from '../../rendering/drawableLook.ts';
import { hexColour } from '../../rendering/layerColours.ts';
import type { Look } from '../../rendering/look.ts';
import type { ShownPicture } from '../../rendering/shownPicture.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { labelMap } from '../../sequence/labelMaps.ts';
import type { PathMark } from './drawing.ts';
import { outlinePaths } from './outlinePaths.ts';

/** The label map whose objects a look outlines; null if it outlines none. */
export function outlinedMap(picture: ShownPicture, wanted: Look): Uint8Array | null {
  const look = drawableLook(wanted, picture);
  const maps = needsTruth(look) ? picture.truth : picture.maps;
  return look.outline && maps ? labelMap(maps, picture.index) : null;
}

/**
 * Outlines as lines along the pixels' edges: a light one for each object on a dark one of all, so
 * that they are seen on every background.
 *
 * @param map [height, width] ids
 * @param width of the light line, in points
 */
export function outlineMarks(
  map: Uint8Array,
  size: FrameSize,
  look: Look,
  place: PathMark['place'],
  width: number,
): PathMark[] {
  const paths = [...outlinePaths(map, size)];
  if (paths.length === 0) return [];
  const line = { kind: 'path', place } as const;
  return [
    {
      ...line,
      commands: paths.map(([, commands]) => commands).join(''),
      colour: hexColour(OUTLINE_EDGE),
      width: 2 * width,
    },
    ...paths.map(([id, commands]) => ({
      ...line,
      commands,
      colour: hexColour(outlineColour(id, look)),
      width,
    })),
  ];
}
