import { contourPath } from '../../rendering/contourPath.ts';
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
  const all = contourPath(map, size);
  if (all === '') return [];
  const line = { kind: 'path', place } as const;
  const ids = [...new Set(map)].filter((id) => id > 0).sort((a, b) => a - b);
  return [
    { ...line, commands: all, colour: hexColour(OUTLINE_EDGE), width: 2 * width },
    ...ids.map((id) => ({
      ...line,
      commands: contourPath(
        map.map((other) => (other === id ? 1 : 0)),
        size,
      ),
      colour: hexColour(outlineColour(id, look)),
      width,
    })),
  ];
}
