import { describeError, Problem } from '../problem.ts';
import { decodeLabelMapPng } from './labelMapPng.ts';
import { objectIdsOf } from './labelMaps.ts';
import { matchAnnotations } from './matchAnnotations.ts';
import { checkPicture, readBytes } from './pictureHeader.ts';
import type { BrokenSequence, SequenceListing, SequenceSource } from './sequence.ts';
import { type FirstFrame, type FoundFile, fileName, type SequenceFiles } from './sequenceFiles.ts';

/** Sequences looked into at once: enough to hide the wait for a server or disk. */
const PARALLEL_SEQUENCES = 4;

/** The commands of the published experiment assume it; DAVIS says nothing else. */
const FRAME_RATE = 25;

/**
 * Looks into sequences: which can be opened, and what keeps the others from it. One broken
 * sequence never hides another. The order is kept.
 */
export async function inspectSequences(found: readonly SequenceFiles[]): Promise<SequenceListing> {
  const results = new Array<SequenceSource | BrokenSequence>(found.length);
  const pending = found.entries();
  const work = async () => {
    for (const [index, files] of pending) {
      results[index] = await inspectSequence(files).catch((error: unknown) => ({
        name: files.name,
        origin: files.origin,
        problem: describeError(error),
      }));
    }
  };
  await Promise.all(Array.from({ length: PARALLEL_SEQUENCES }, work));
  return {
    sequences: results.filter((result): result is SequenceSource => !isBroken(result)),
    broken: results.filter(isBroken),
  };
}

/**
 * Looks into a sequence: its annotations against its pictures by name, then the header of the
 * first picture and the mask of the first frame.
 *
 * @throws Problem that names the file or frame when it cannot be opened
 */
export async function inspectSequence(files: SequenceFiles): Promise<SequenceSource> {
  const { annotations, warnings } = matchAnnotations(files);
  const { size, objectIds } =
    files.firstFrame ?? (await readFirstFrame(files.pictures[0], annotations[0]));
  return {
    name: files.name,
    origin: files.origin,
    pictureNames: files.pictures.map(({ path }) => fileName(path)),
    size,
    objectIds,
    frameRate: FRAME_RATE,
    warnings,
    async readPicture(index) {
      const file = fileAt(files.pictures, index);
      const picture = await file.blob();
      await checkPicture(picture, file.path, size);
      return picture;
    },
    async readAnnotation(index) {
      const file = fileAt(annotations, index);
      return file && (await file.blob());
    },
  };
}

function isBroken(result: SequenceSource | BrokenSequence): result is BrokenSequence {
  return 'problem' in result;
}

async function readFirstFrame(
  pictureFile: FoundFile | undefined,
  annotationFile: FoundFile | null | undefined,
): Promise<FirstFrame> {
  if (!pictureFile || !annotationFile) throw new RangeError('a sequence without first frame');
  const { size } = await checkPicture(await pictureFile.blob(), pictureFile.path);
  const png = await readBytes(await annotationFile.blob(), annotationFile.path);
  const objectIds = objectIdsOf(decodeLabelMapPng(png, annotationFile.path, size).ids);
  if (objectIds.length === 0) {
    throw new Problem(
      `${annotationFile.path} is empty: it marks no object.`,
      'Segmentation starts from the mask of the first frame: mark the objects in it.',
    );
  }
  return { size, objectIds };
}

function fileAt<File>(files: readonly File[], index: number): File {
  const file = files[index];
  if (file === undefined) throw new RangeError(`frame ${index} is outside 0..${files.length - 1}`);
  return file;
}
