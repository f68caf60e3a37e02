import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseScale } from '../masks/chooseScale.ts';
import { decodeMaskStream } from '../masks/decodeMaskStream.ts';
import { encodeMaskStream, type FixedSettings } from '../masks/encodeMaskStream.ts';
import { meanJaccard } from '../masks/jaccard.ts';
import { type MapSource, maskBitsPerPixel } from '../masks/maskStream.ts';
import { jbigBytes } from './jbig.ts';
import { readMapFolder } from './maskFolders.ts';

/** The quality at which the ten annotated sequences keep a mean J of 0.95. */
const QUALITY = 38;

/** One coding of one sequence. */
interface CodingFigures {
  readonly scale: number;
  /** All bits, the first map's and headers included. */
  readonly bpp: number;
  /** Mean over the maps, against the source. */
  readonly J: number;
  readonly encodedPerSecond: number;
  readonly decodedPerSecond: number;
}

interface SequenceFigures {
  readonly name: string;
  readonly maps: number;
  readonly lossless: CodingFigures;
  readonly lossy: CodingFigures;
  /** Bits per pixel of each map as a JBIG1 image; null without pbmtojbg. */
  readonly jbig: number | null;
}

/**
 * What the mask stream takes for the annotations of a folder of sequences (`SEQ/*.png`), lossless
 * and at quality {@link QUALITY}, against JBIG1, on one core.
 *
 * @returns null where there is no such folder
 */
export async function maskCodingFigures(root: string) {
  if (!existsSync(root)) return null;
  const sequences: SequenceFigures[] = [];
  for (const name of readdirSync(root).sort()) {
    const source = await readMapFolder(join(root, name));
    const lossless = codingFigures(source, { quality: 'lossless', scale: 1, refresh: 0 });
    if (lossless.J !== 1) throw new Error(`${name}: lossless is not`);
    const settings = chooseScale(source, { quality: QUALITY, scale: 'auto', refresh: 0 });
    const lossy = codingFigures(source, settings);
    const bytes = jbigBytes(source);
    const pixels = source.count * source.size.width * source.size.height;
    const jbig = bytes === null ? null : (bytes * 8) / pixels;
    sequences.push({ name, maps: source.count, lossless, lossy, jbig });
  }
  const mean = (value: (sequence: SequenceFigures) => number) =>
    sequences.reduce((sum, sequence) => sum + value(sequence), 0) / sequences.length;
  const summary = (coding: 'lossless' | 'lossy') => ({
    bpp: mean((sequence) => sequence[coding].bpp),
    J: mean((sequence) => sequence[coding].J),
    encodedPerSecond: mean((sequence) => sequence[coding].encodedPerSecond),
    decodedPerSecond: mean((sequence) => sequence[coding].decodedPerSecond),
  });
  return {
    quality: QUALITY,
    lossless: summary('lossless'),
    lossy: summary('lossy'),
    /** Lossless bits as a part of JBIG1's. */
    ofJbig: mean(({ lossless, jbig }) => lossless.bpp / (jbig ?? Number.NaN)),
    sequences,
  };
}

function codingFigures(source: MapSource, settings: FixedSettings): CodingFigures {
  const start = performance.now();
  const stream = encodeMaskStream(source, settings);
  const encoded = performance.now();
  const decoded = decodeMaskStream(stream.packets);
  const end = performance.now();
  let sum = 0;
  for (let index = 0; index < source.count; index++) {
    const map = decoded?.maps[index];
    if (!map || map.damage) throw new Error(`map ${index} cannot be decoded`);
    sum += meanJaccard(source.map(index), map.ids);
  }
  return {
    scale: settings.scale,
    bpp: maskBitsPerPixel(stream, source.size),
    J: sum / source.count,
    encodedPerSecond: (source.count * 1000) / (encoded - start),
    decodedPerSecond: (source.count * 1000) / (end - encoded),
  };
}
