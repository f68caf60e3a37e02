import type { NamedFile } from '../files/namedFile.ts';
import { readBytes } from '../files/readBytes.ts';
import { whiteToObject } from './annotationIds.ts';
import type { FrameSize } from './frames.ts';
import { decodeAnnotation } from './labelMapPng.ts';
import { allocateLabelMaps, type LabelMaps, labelMap, objectIdsOf } from './labelMaps.ts';

/** The ground truth of a sequence. */
export interface Truth {
  readonly maps: LabelMaps;
  /** False for frames that have no annotation. */
  readonly annotated: readonly boolean[];
  /** Ids in any frame, ascending, without background and void. */
  readonly objectIds: readonly number[];
}

/**
 * Reads the annotations of a sequence.
 *
 * A grey file of only 0 and 255 is DAVIS-2016's black and white, unless another grey file of the
 * sequence holds other ids: then 255 is void in all of them.
 *
 * @param annotations one entry a frame, null where the frame has no annotation; its map is then
 *   all background
 * @throws Problem that names the file when one is damaged, has another size or holds no ids
 */
export async function readTruth(
  annotations: readonly (NamedFile | null)[],
  size: FrameSize,
): Promise<Truth> {
  const maps = allocateLabelMaps(size, annotations.length);
  const blackAndWhite: Uint8Array[] = [];
  let greyIsId = false;
  for (const [index, annotation] of annotations.entries()) {
    if (!annotation) continue;
    const png = await readBytes(annotation);
    const { ids, coding } = decodeAnnotation(png, annotation.name, size);
    const map = labelMap(maps, index);
    map.set(ids);
    if (coding === 'black-and-white') blackAndWhite.push(map);
    greyIsId ||= coding === 'grey';
  }
  if (!greyIsId) blackAndWhite.forEach(whiteToObject);

  const annotated = annotations.map((annotation) => annotation !== null);
  return { maps, annotated, objectIds: objectIdsOf(new Uint8Array(maps.buffer)) };
}
