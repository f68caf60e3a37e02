import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { frameName } from '../../files/fileNames.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { Problem } from '../../problem.ts';
import { type FrameSize, formatSize, sameSize } from '../../sequence/frames.ts';
import { labelMap, objectIdsOf, VOID_ID } from '../../sequence/labelMaps.ts';
import { parsePictureHeader } from '../../sequence/pictureHeader.ts';
import { readTruth, type Truth } from '../../sequence/readTruth.ts';

/** Names that a message lists before it says how many more there are. */
const NAMES_SHOWN = 3;

/**
 * The sequence folders of a folder, by name.
 *
 * @throws Problem when there is no such folder, or no folder with PNG files in it
 */
export async function sequenceFolders(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    throw new Problem(`${folder} is not a folder that can be read.`, 'Check its name.', { cause });
  });
  // A data set may be a folder of links.
  const names = entries
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
    .map(({ name }) => name)
    .sort();
  const frames = await Promise.all(names.map((name) => frameNamesIn(folder, name)));
  if (frames.every(({ length }) => length === 0)) {
    throw new Problem(
      `${folder} holds no folders with PNG files.`,
      'Name the folder that holds SEQ/*.png, e.g. DAVIS/Annotations/480p.',
    );
  }
  return names;
}

/**
 * Frame names (`00000`) of the PNG files in a sequence's folder in display order, none where there
 * is no such folder.
 */
export async function frameNamesIn(folder: string, sequence: string): Promise<string[]> {
  const files = await readdir(join(folder, sequence)).catch(() => []);
  return inFrameOrder(files.filter((file) => /\.png$/i.test(file)).map(frameName));
}

/** Display order of frame names, where numbers count as such, and each name once. */
export function inFrameOrder(names: readonly string[]): string[] {
  return [...new Set(names)].sort(collator.compare);
}

const collator = new Intl.Collator('en', { numeric: true });

/**
 * Reads a sequence's ground truth.
 *
 * @param frames names of all frames to read, one at least
 * @throws Problem that names a damaged file, or one of another size than the first
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
 * Reads the predictions of `frames`; the entries of the result are theirs, in that order.
 *
 * @param objects how many objects the ground truth has: higher ids are refused, as the official
 *   evaluation refuses them
 * @throws Problem that names the missing frames, a damaged file, one of another size than its
 *   annotation, or one with ids that no object has
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
      'Every annotated frame but the first and the last needs one, named like its annotation.',
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
      `${name} holds id ${VOID_ID}, which is void and no object.`,
      `A prediction's ids are 0 for the background and 1 to 254 for objects.`,
    );
  }
  const highest = objectIdsOf(map).at(-1) ?? 0;
  if (highest > objects) {
    throw new Problem(
      `${name} holds id ${highest}, but the first annotation's highest is ${objects}.`,
      'The official evaluation refuses that too: give objects the ids of their annotations, and all else 0.',
    );
  }
}

async function readPictures(
  folder: string,
  sequence: string,
  frames: readonly string[],
): Promise<NamedFile[]> {
  const files = await readdir(join(folder, sequence));
  const byFrame = new Map(
    files.filter((file) => /\.png$/i.test(file)).map((file) => [frameName(file), file]),
  );
  return Promise.all(
    frames.map(async (frame) => {
      const name = join(folder, sequence, byFrame.get(frame) ?? `${frame}.png`);
      const bytes = await readFile(name).catch((cause: unknown) => {
        throw new Problem(`${name} cannot be read.`, 'Check that it is a file of yours.', {
          cause,
        });
      });
      return { name, data: new Blob([Uint8Array.from(bytes)]) };
    }),
  );
}

async function assertSize(picture: NamedFile, size: FrameSize, what: string): Promise<void> {
  const own = await sizeOf(picture);
  if (!own || sameSize(own, size)) return; // What has no size is named by the reader of PNGs.
  throw new Problem(
    `${picture.name} is ${formatSize(own)}, but ${what} is ${formatSize(size)}.`,
    'Masks are scored at the size of their annotations: scale the labels without smoothing.',
  );
}

/** Null for what is no PNG. */
async function sizeOf({ data }: NamedFile): Promise<FrameSize | null> {
  const header = parsePictureHeader(new Uint8Array(await data.arrayBuffer()));
  return typeof header === 'object' ? header.size : null;
}

function notAPng(name: string): Problem {
  return new Problem(`${name} is not a PNG.`, 'Annotations are PNG files with object ids.');
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, NAMES_SHOWN).join(', ');
  const more = names.length - NAMES_SHOWN;
  return more > 0 ? `${shown} and ${more} more` : shown;
}
