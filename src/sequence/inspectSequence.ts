import { fileName, frameName } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import { readBytes } from '../files/readBytes.ts';
import { describeError, Problem } from '../problem.ts';
import { mapInParallel } from '../workers/mapInParallel.ts';
import { checkPicture, isPalettePng } from './checkPicture.ts';
import { matchAnnotations } from './folders/matchAnnotations.ts';
import { missingPictureWarnings } from './folders/missingPictures.ts';
import type { FrameSize } from './frames.ts';
import { decodeLabelMapPng } from './labelMapPng.ts';
import { objectIdsOf } from './labelMaps.ts';

import type {
  BrokenSequence,
  SequenceListing,
  SequenceOrigin,
  SequenceSource,
} from './sequence.ts';
import type { FirstFrame, SequenceFiles } from './sequenceFiles.ts';

/** Sequences inspected in parallel: enough to hide the latency of a server or disk. */
const PARALLEL_SEQUENCES = 4;

/** Assumed by the commands of the published experiment; DAVIS does not specify it. */
const FRAME_RATE = 25;

/** A sequence that was found, and how to inspect it. */
export interface FoundSequence {
  readonly name: string;
  readonly origin: SequenceOrigin;
  /** @throws Problem that names the file or frame when it cannot be opened */
  inspect(): Promise<SequenceSource>;
}

/**
 * Inspects sequences independently: which ones can be opened, and why the others cannot. Keeps the
 * order.
 */
export async function inspectFound(found: readonly FoundSequence[]): Promise<SequenceListing> {
  const results = await mapInParallel<FoundSequence, SequenceSource | BrokenSequence>(
    found,
    PARALLEL_SEQUENCES,
    async ({ name, origin, inspect }) => {
      try {
        return await inspect();
      } catch (error) {
        return { name, origin, problem: describeError(error) };
      }
    },
  );
  return {
    sequences: results.filter((result): result is SequenceSource => !isBroken(result)),
    broken: results.filter(isBroken),
  };
}

/** As {@link inspectFound}, for sequences of pictures. */
export function inspectSequences(found: readonly SequenceFiles[]): Promise<SequenceListing> {
  return inspectFound(
    found.map((files) => ({
      name: files.name,
      origin: files.origin,
      inspect: () => inspectSequence(files),
    })),
  );
}

/**
 * Inspects a sequence: matches annotations to pictures by name, then reads the header of the first
 * picture and the mask of the first frame.
 *
 * @throws Problem that names the file or frame when it cannot be opened
 */
export async function inspectSequence(files: SequenceFiles): Promise<SequenceSource> {
  const { annotations, warnings } = matchAnnotations(files);
  const firstFrame = files.firstFrame ?? (await readFirstFrame(files, annotations[0]));
  const { size, objectIds, turned } = firstFrame;
  return {
    name: files.name,
    origin: files.origin,
    layout: files.layout,
    video: null,
    laterObjects: files.layout === 'youtube-vos',
    pictureNames: files.pictures.map(({ path }) => fileName(path)),
    size,
    turned,
    objectIds,
    frameRate: FRAME_RATE,
    ...submitted(files),
    warnings: [
      ...(files.warnings ?? []),
      ...missingPictureWarnings(files.name, files.pictures),
      ...warnings,
      ...(turned && annotations.some((file) => file) ? [turnedPictures(files.name)] : []),
    ],
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

function turnedPictures(name: string): string {
  return `The pictures of ${name} are shown turned, as their EXIF data says. Its masks must be of the turned pictures.`;
}

function isBroken(result: SequenceSource | BrokenSequence): result is BrokenSequence {
  return 'problem' in result;
}

function submitted(files: SequenceFiles): Pick<SequenceSource, 'submittedFrames'> {
  const names = files.submitted;
  if (!names) return {};
  const frames = files.pictures.flatMap(({ path }, index) =>
    names.has(frameName(path)) ? [index] : [],
  );
  return { submittedFrames: frames };
}

async function readFirstFrame(
  { layout, pictures: [pictureFile] }: SequenceFiles,
  annotationFile: FoundFile | null | undefined,
): Promise<FirstFrame> {
  if (!pictureFile) throw new RangeError('a sequence without first frame');
  const picture = await pictureFile.blob();
  const checked = await checkPicture(picture, pictureFile.path);
  const { size } = checked;
  const turned = checked.orientation !== 1;
  if (layout === 'plain' && isPalettePng(checked)) {
    throw new Problem(
      `${pictureFile.path} is a palette PNG like a mask, and there are no JPEG files next to it.`,
      'Put masks in a folder named Annotations next to the pictures, and save pictures in full colour.',
    );
  }
  if (!annotationFile) return { size, objectIds: [], turned };
  const objectIds = await readObjectIds(annotationFile, size);
  if (objectIds.length === 0 && layout !== 'plain') {
    throw new Problem(
      `${annotationFile.path} is empty: it marks no object.`,
      'Segmentation starts from the mask of the first frame: mark its objects.',
    );
  }
  return { size, objectIds, turned };
}

/**
 * The object ids in an annotation, ascending, without background and void.
 *
 * @throws Problem that names the file when it is damaged, has another size or contains no ids
 */
export async function readObjectIds(file: FoundFile, size: FrameSize): Promise<number[]> {
  const png = await readBytes({ name: file.path, data: await file.blob() });
  return objectIdsOf(decodeLabelMapPng(png, file.path, size).ids);
}

function fileAt<File>(files: readonly File[], index: number): File {
  const file = files[index];
  if (file === undefined) throw new RangeError(`frame ${index} is outside 0..${files.length - 1}`);
  return file;
}
