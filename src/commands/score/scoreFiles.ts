import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compareNames, frameName, isHidden } from '../../files/fileNames.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { Problem } from '../../problem.ts';
import { type FrameSize, formatSize, sameSize } from '../../sequence/frames.ts';
import { labelMap, objectIdsOf, VOID_ID } from '../../sequence/labelMaps.ts';
import { examinePicture } from '../../sequence/pictureFile.ts';
import { readTruth, type Truth } from '../../sequence/readTruth.ts';

/** Maximum number of names in a message. */
const NAMES_SHOWN = 3;

/**
 * Lists the sequence folders of a folder, by name.
 *
 * @throws Problem when the folder cannot be read or has no subfolders with PNG files
 */
export async function sequenceFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new Problem(`${folder} is not a folder that can be read.`, 'Check its name.', { cause });
  });
  // The folders of a data set may be links.
  const names = entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .filter((name) => !isHidden(name))
    .sort();
  const frames = await Promise.all(names.map((name) => frameNamesIn(folder, name)));
  if (frames.every(({ length }) => length === 0)) {
    throw new Problem(
      `${folder} contains no folders with PNG files.`,
      'Choose the folder that contains SEQ/*.png, e.g. DAVIS/Annotations/480p.',
    );
  }
  return names;
}

/**
 * Frame names (`00000`) of the PNG files in a sequence's folder, in display order; empty if the
 * folder does not exist.
 */
export async function frameNamesIn(folder: string, sequence: string): Promise<string[]> {
  return inFrameOrder((await pngFilesIn(join(folder, sequence))).map(frameName));
}

/** PNG files without those that macOS and other programs hide; none if there is no such folder. */
async function pngFilesIn(folder: string): Promise<string[]> {
  const files = await readdir(folder).catch(() => []);
  return files.filter((file) => /\.png$/i.test(file) && !isHidden(file));
}

/** Sorts frame names in display order (numerically) and removes duplicates. */
export function inFrameOrder(names: readonly string[]): string[] {
  return [...new Set(names)].sort(compareNames);
}

/**
 * Reads a sequence's ground truth.
 *
 * @param frames names of all frames to read, at least one
 * @throws Problem when a file is damaged or differs in size from the first
 */
export async function readAnnotations(
  folder: string,
  sequence: string,
  frames: readonly string[],
): Promise<Truth> {
  const pictures = await readPictures(folder, sequence, frames);
  const first = pictures[0];
  const size = first && (await sizeOf(first));
  if (!size) throw notAPng(first?.name ?? join(folder, sequence));
  for (const picture of pictures) await assertSize(picture, size, 'the first annotation');
  return readTruth(pictures, size);
}

/**
 * Reads the predictions of `frames`, in that order.
 *
 * @param objects number of objects in the ground truth; higher ids are refused, as in the official
 *   evaluation
 * @throws Problem when frames are missing, or when a file is damaged, differs in size from its
 *   annotation, or contains other ids
 */
export async function readPredictions(
  folder: string,
  sequence: string,
  frames: readonly string[],
  size: FrameSize,
  objects: number,
): Promise<Truth> {
  const present = new Set(await frameNamesIn(folder, sequence));
  if (present.size === 0) {
    throw new Problem(
      `${sequence} has no predictions: there are no PNG files in ${join(folder, sequence)}.`,
      'Add them, or leave the sequence out with --sequences.',
    );
  }
  const missing = frames.filter((frame) => !present.has(frame));
  if (missing.length > 0) {
    throw new Problem(
      `${sequence} lacks predictions: ${list(missing.map((frame) => `${frame}.png`))} ${missing.length === 1 ? 'is' : 'are'} missing in ${join(folder, sequence)}.`,
      'Every annotated frame except the first and the last needs a prediction, named like its annotation.',
    );
  }
  const pictures = await readPictures(folder, sequence, frames);
  for (const picture of pictures) await assertSize(picture, size, 'its annotation');
  const predictions = await readTruth(pictures, size);
  for (const [index, { name }] of pictures.entries()) {
    assertIds(labelMap(predictions.maps, index), objects, name);
  }
  return predictions;
}

function assertIds(map: Uint8Array, objects: number, name: string): void {
  if (map.includes(VOID_ID)) {
    throw new Problem(
      `${name} contains id ${VOID_ID}, which is void and not an object.`,
      'Use ids 0 for the background and 1 to 254 for objects.',
    );
  }
  const highest = objectIdsOf(map).at(-1) ?? 0;
  if (highest > objects) {
    throw new Problem(
      `${name} contains id ${highest}, but the highest id of the first annotation is ${objects}.`,
      'The official evaluation refuses this, too. Use the ids of the annotations for objects, and 0 for everything else.',
    );
  }
}

async function readPictures(
  folder: string,
  sequence: string,
  frames: readonly string[],
): Promise<NamedFile[]> {
  const files = await pngFilesIn(join(folder, sequence));
  const byFrame = new Map(files.map((file) => [frameName(file), file]));
  return Promise.all(
    frames.map(async (frame) => {
      const name = join(folder, sequence, byFrame.get(frame) ?? `${frame}.png`);
      const bytes = await readFile(name).catch((cause: unknown) => {
        throw new Problem(
          `${name} cannot be read.`,
          'Check that it exists and that you may read it.',
          { cause },
        );
      });
      return { name, data: new Blob([Uint8Array.from(bytes)]) };
    }),
  );
}

async function assertSize(picture: NamedFile, size: FrameSize, what: string): Promise<void> {
  const own = await sizeOf(picture);
  if (!own || sameSize(own, size)) return; // The PNG decoder reports files without a size.
  throw new Problem(
    `${picture.name} is ${formatSize(own)}, but ${what} is ${formatSize(size)}.`,
    'Masks are scored at the size of their annotations: scale the label maps without smoothing.',
  );
}

/** Size of a PNG; null for other files. */
async function sizeOf({ data }: NamedFile): Promise<FrameSize | null> {
  return examinePicture(new Uint8Array(await data.arrayBuffer()))?.storedSize ?? null;
}

function notAPng(name: string): Problem {
  return new Problem(`${name} is not a PNG.`, 'Annotations are PNG files with object ids.');
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
