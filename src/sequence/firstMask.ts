import { readBytes } from '../files/readBytes.ts';
import { Problem } from '../problem.ts';
import { onlyFirstAnnotated } from './folders/matchAnnotations.ts';
import type { FrameSize } from './frames.ts';
import { decodeLabelMapPng, encodeLabelMapPng } from './labelMapPng.ts';
import { objectIdsOf } from './labelMaps.ts';
import type { SequenceSource } from './sequence.ts';

/**
 * Sets or replaces the mask of a sequence's first frame. The mask becomes a PNG annotation.
 *
 * @param map [height, width] object ids, of the size of the sequence
 * @throws Problem when it marks no object
 */
export function withFirstMask(source: SequenceSource, map: Uint8Array): SequenceSource {
  const objectIds = objectIdsOf(map);
  if (objectIds.length === 0) {
    throw new Problem(
      `The mask for the first frame of ${source.name} marks no object.`,
      'Mark at least one object.',
    );
  }
  const png = new Blob([Uint8Array.from(encodeLabelMapPng(map, source.size))], {
    type: 'image/png',
  });
  // A sequence without object ids has no annotations at all.
  const isOnly = source.objectIds.length === 0 && source.pictureNames.length > 1;
  return {
    ...source,
    objectIds,
    warnings: isOnly ? [...source.warnings, onlyFirstAnnotated(source.name)] : source.warnings,
    readPicture: (index) => source.readPicture(index),
    readAnnotation: async (index) => (index === 0 ? png : source.readAnnotation(index)),
  };
}

/**
 * Reads a mask from a PNG file, for {@link withFirstMask}.
 *
 * @throws Problem that names the file when it is damaged, has another size or contains no ids
 */
export async function readMask(file: Blob, name: string, size: FrameSize): Promise<Uint8Array> {
  return decodeLabelMapPng(await readBytes({ name, data: file }), name, size).ids;
}
