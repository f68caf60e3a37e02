import type { NamedFile } from '../files/namedFile.ts';
import { readBytes } from '../files/readBytes.ts';
import { whiteToObject } from './annotationIds.ts';
import type { FrameSize } from './frames.ts';
import { decodeAnnotation } from './labelMapPng.ts';
import { allocateLabelMaps, type LabelMaps, labelMap, objectIdsOf } from './labelMaps.ts';

/** The ground truth of a sequence. */
export interface Truth {
  readonly maps: LabelMaps;
  /** One entry per frame; false if it has no annotation. */
  readonly annotated: readonly boolean[];
  /** Ids in any frame, ascending, without background and void. */
  readonly objectIds: readonly number[];
}

/**
 * Reads the annotations of a sequence.
 *
 * In grey files, 255 is object 1 (DAVIS-2016) if all files of the sequence are black and white;
 * otherwise it is void.
 *
 * @param annotations one entry per frame; null if it has no annotation, which gives an empty map
 * @throws Problem that names the file when one is damaged, has another size or contains no ids
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
