import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { MapSource } from '../../masks/maskStream.ts';
import { Problem } from '../../problem.ts';
import { whiteToObject } from '../../sequence/annotationIds.ts';
import { type FrameSize, formatSize, sameSize } from '../../sequence/frames.ts';
import { decodeAnnotation, encodeLabelMapPng } from '../../sequence/labelMapPng.ts';
import { notWritable, readCommandFile } from '../commandFiles.ts';
import { frameNamesIn } from '../score/scoreFiles.ts';

/**
 * Reads the label maps of a folder, in the order of their names. If all are black and white, white
 * is object 1.
 *
 * @throws Problem when the folder has no PNG files, or when a file cannot be read or differs in
 *   size from the first
 */
export async function readMapFolder(folder: string): Promise<MapSource> {
  const names = await frameNamesIn(dirname(folder), basename(folder));
  if (names.length === 0) {
    throw new Problem(`${folder} contains no PNG files.`, 'Choose the folder with the label maps.');
  }
  const maps = await Promise.all(
    names.map(async (name) => {
      const file = `${name}.png`;
      return { file, ...decodeAnnotation(await readCommandFile(join(folder, file)), file) };
    }),
  );
  const [first] = maps;
  if (!first) throw new RangeError('no maps');
  const other = maps.find(({ size }) => !sameSize(size, first.size));
  if (other) {
    throw new Problem(
      `${other.file} is ${formatSize(other.size)}, ${first.file} ${formatSize(first.size)}.`,
      'All maps of a mask stream must have the same size.',
    );
  }
  if (maps.every(({ coding }) => coding === 'black-and-white')) {
    for (const { ids } of maps) whiteToObject(ids);
  }
  const ids = maps.map((map) => map.ids);
  return { size: first.size, count: ids.length, map: (index) => ids[index] as Uint8Array };
}

/**
 * Creates a folder for label maps.
 *
 * @returns a function that writes a map as `00000.png`, `00001.png` … with the DAVIS palette
 */
export async function openMapFolder(folder: string) {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw notWritable(folder, cause);
  });
  return (index: number, ids: Uint8Array, size: FrameSize): Promise<void> => {
    const name = `${String(index).padStart(5, '0')}.png`;
    return writeFile(join(folder, name), encodeLabelMapPng(ids, size));
  };
}
