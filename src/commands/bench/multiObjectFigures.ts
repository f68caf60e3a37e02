import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { decodeMaskStream } from '../../masks/decodeMaskStream.ts';
import { encodeMaskStream } from '../../masks/encodeMaskStream.ts';
import { type MapSource, maskBitsPerPixel } from '../../masks/maskStream.ts';
import { formatSize } from '../../sequence/frames.ts';
import { objectIdsOf } from '../../sequence/labelMaps.ts';
import { readMapFolder } from '../masks/maskFolders.ts';

const LOSSLESS = { quality: 'lossless', scale: 1, refresh: 0 } as const;

interface MultiObjectFigures {
  readonly name: string;
  readonly size: string;
  readonly maps: number;
  readonly objects: number;
  readonly bpp: number;
  /** Bits of the maps with all objects, relative to the sum of the bits of each object alone. */
  readonly ofSingleObjects: number;
}

/**
 * Bits of lossless mask streams of several objects (`SEQ/*.png`), compared with the sum of the bits
 * of each object alone. Objects share contours, so the ratio should be below 1.
 *
 * @returns null if there is no such folder
 * @throws Error when a decoded map is different
 */
export async function multiObjectFigures(root: string) {
  if (!existsSync(root)) return null;
  const sequences: MultiObjectFigures[] = [];
  for (const name of readdirSync(root).sort()) {
    const source = await readMapFolder(join(root, name));
    const ids = idsOf(source);
    const bpp = losslessRate(name, source);
    const alone = ids.map((id) => losslessRate(name, onlyObject(source, id)));
    const sum = alone.reduce((total, rate) => total + rate, 0);
    sequences.push({
      name,
      size: formatSize(source.size),
      maps: source.count,
      objects: ids.length,
      bpp,
      ofSingleObjects: bpp / sum,
    });
  }
  const several = sequences.filter(({ objects }) => objects > 1);
  const ratios = several.map(({ ofSingleObjects }) => ofSingleObjects);
  return {
    ofSingleObjects: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length,
    most: Math.max(...ratios),
    sequences,
  };
}

/** Bits per pixel; checks that the coding is lossless. */
function losslessRate(name: string, source: MapSource): number {
  const stream = encodeMaskStream(source, LOSSLESS);
  const decoded = decodeMaskStream(stream.packets);
  for (let index = 0; index < source.count; index++) {
    const map = decoded?.maps[index];
    if (map?.damage !== null || Buffer.compare(map.ids, source.map(index)) !== 0) {
      throw new Error(`map ${index} of ${name} is different after decoding`);
    }
  }
  return maskBitsPerPixel(stream, source.size);
}

function idsOf(source: MapSource): number[] {
  const ids = new Set<number>();
  for (let index = 0; index < source.count; index++) {
    for (const id of objectIdsOf(source.map(index))) ids.add(id);
  }
  return [...ids].sort((a, b) => a - b);
}

function onlyObject(source: MapSource, object: number): MapSource {
  return { ...source, map: (index) => source.map(index).map((id) => (id === object ? 1 : 0)) };
}
