import { readBytes } from '../files/readBytes.ts';
import { Problem } from '../problem.ts';
import { onlyFirstAnnotated } from './folders/matchAnnotations.ts';
import type { FrameSize } from './frames.ts';
import { decodeLabelMapPng, encodeLabelMapPng } from './labelMapPng.ts';
import { objectIdsOf } from './labelMaps.ts';
import type { SequenceSource } from './sequence.ts';

/**
 * Gives a sequence the mask of its first frame, in place of the one that it may have. It becomes an
 * annotation like any other: everything later reads it as a PNG.
 *
 * @param map object ids, [height, width] bytes of the sequence's size
 * @throws Problem when it marks no object
 */
export function withFirstMask(source: SequenceSource, map: Uint8Array): SequenceSource {
  const objectIds = objectIdsOf(map);
  if (objectIds.length === 0) {
    throw new Problem(
      `The mask for the first frame of ${source.name} marks no object.`,
      'Mark at least one.',
    );
  }
  const png = new Blob([Uint8Array.from(encodeLabelMapPng(map, source.size))], {
    type: 'image/png',
  });
  // A sequence is without objects only where no frame has an annotation.
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
 * A mask from a PNG that the user chose, for {@link withFirstMask}.
 *
 * @throws Problem that names the file when it is damaged, has another size or holds no ids
 */
export async function readMask(file: Blob, name: string, size: FrameSize): Promise<Uint8Array> {
  return decodeLabelMapPng(await readBytes({ name, data: file }), name, size).ids;
}
