import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { MapSource } from '../../masks/maskStream.ts';
import { Problem } from '../../problem.ts';
import { whiteToObject } from '../../sequence/annotationIds.ts';
import { type FrameSize, formatSize, sameSize } from '../../sequence/frames.ts';
import { decodeAnnotation, encodeLabelMapPng } from '../../sequence/labelMapPng.ts';
import { frameNamesIn } from '../score/scoreFiles.ts';

/**
 * Reads the label maps of a folder, in the order of their names. Where all of them are black and
 * white, white is object 1.
 *
 * @throws Problem that names the file which cannot be read or has another size than the first
 */
export async function readMapFolder(folder: string): Promise<MapSource> {
  const names = await frameNamesIn(dirname(folder), basename(folder));
  if (names.length === 0) {
    throw new Problem(
      `${folder} holds no PNG files.`,
      'Name the folder that holds the label maps.',
    );
  }
  const maps = await Promise.all(
    names.map(async (name) => {
      const file = `${name}.png`;
      return { file, ...decodeAnnotation(await readFile(join(folder, file)), file) };
    }),
  );
  const [first] = maps;
  if (!first) throw new RangeError('no maps');
  const other = maps.find(({ size }) => !sameSize(size, first.size));
  if (other) {
    throw new Problem(
      `${other.file} is ${formatSize(other.size)}, ${first.file} ${formatSize(first.size)}.`,
      'A mask stream holds maps of one size.',
    );
  }
  if (maps.every(({ coding }) => coding === 'black-and-white')) {
    for (const { ids } of maps) whiteToObject(ids);
  }
  const ids = maps.map((map) => map.ids);
  return { size: first.size, count: ids.length, map: (index) => ids[index] as Uint8Array };
}

/**
 * Makes a folder for label maps.
 *
 * @returns a function that writes one as `00000.png`, `00001.png` … with the DAVIS palette
 */
export async function openMapFolder(folder: string) {
  await mkdir(folder, { recursive: true });
  return (index: number, ids: Uint8Array, size: FrameSize): Promise<void> => {
    const name = `${String(index).padStart(5, '0')}.png`;
    return writeFile(join(folder, name), encodeLabelMapPng(ids, size));
  };
}
