import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseScale } from '../../masks/chooseScale.ts';
import { decodeMaskStream } from '../../masks/decodeMaskStream.ts';
import { encodeMaskStream } from '../../masks/encodeMaskStream.ts';
import { meanJaccard } from '../../masks/jaccard.ts';
import {
  type MapSource,
  type MaskStreamSettings,
  maskBitsPerPixel,
} from '../../masks/maskStream.ts';
import { readMapFolder } from '../masks/maskFolders.ts';
import { jbigBytes } from './jbig.ts';
import {
  type ChromiumCoding,
  type CodingSpeed,
  openChromiumCoding,
} from './maskCodingInChromium.ts';

/** The quality at which the ten annotated sequences have a mean J of 0.95. */
const QUALITY = 38;

/** One coding of one sequence. */
interface CodingFigures extends CodingSpeed {
  readonly scale: number;
  /** All bits, including the first map and headers. */
  readonly bpp: number;
  /** Mean over the maps, against the source. */
  readonly J: number;
  /** Speed in Chromium; null without a browser. */
  readonly chromium: CodingSpeed | null;
}

interface SequenceFigures {
  readonly name: string;
  readonly maps: number;
  readonly lossless: CodingFigures;
  readonly lossy: CodingFigures;
  /** Each map as a JBIG1 image, in wall time with a process per map; null without pbmtojbg. */
  readonly jbig: { readonly bpp: number; readonly encodedPerSecond: number } | null;
}

/**
 * Bits and speed of the mask stream on the annotations of a folder (`SEQ/*.png`), lossless and at
 * quality {@link QUALITY}, compared with JBIG1. Speeds are maps per second of CPU time, in Node
 * (including its helper threads) and in Chromium.
 *
 * @returns null if there is no such folder
 */
export async function maskCodingFigures(root: string) {
  if (!existsSync(root)) return null;
  const chromium = await openChromiumCoding();
  try {
    const sequences: SequenceFigures[] = [];
    for (const name of readdirSync(root).sort()) {
      const source = await readMapFolder(join(root, name));
      sequences.push(await sequenceFigures(name, source, chromium));
    }
    return { quality: QUALITY, ...meanFigures(sequences), sequences };
  } finally {
    await chromium?.close();
  }
}

async function sequenceFigures(
  name: string,
  source: MapSource,
  chromium: ChromiumCoding | null,
): Promise<SequenceFigures> {
  const settings = { scale: 'auto', refresh: 0 } as const;
  const lossless = codingFigures(source, { ...settings, quality: 'lossless' });
  if (lossless.J !== 1) throw new Error(`${name}: lossless coding is not lossless`);
  const lossy = codingFigures(source, { ...settings, quality: QUALITY });
  const timed = await chromium?.time(lossless.packets, QUALITY);
  const start = performance.now();
  const bytes = jbigBytes(source);
  const jbigSeconds = (performance.now() - start) / 1000;
  const pixels = source.count * source.size.width * source.size.height;
  return {
    name,
    maps: source.count,
    lossless: { ...withoutPackets(lossless), chromium: timed?.lossless ?? null },
    lossy: { ...withoutPackets(lossy), chromium: timed?.lossy ?? null },
    jbig:
      bytes === null
        ? null
        : { bpp: (bytes * 8) / pixels, encodedPerSecond: source.count / jbigSeconds },
  };
}

function meanFigures(sequences: readonly SequenceFigures[]) {
  const mean = (value: (sequence: SequenceFigures) => number) =>
    sequences.reduce((sum, sequence) => sum + value(sequence), 0) / sequences.length;
  /** Maps per second over all sequences. */
  const speed = (value: (sequence: SequenceFigures) => number) => {
    const maps = sequences.reduce((sum, sequence) => sum + sequence.maps, 0);
    return maps / sequences.reduce((sum, each) => sum + each.maps / value(each), 0);
  };
  const speeds = (of: (sequence: SequenceFigures) => CodingSpeed | null): CodingSpeed => ({
    encodedPerSecond: speed((sequence) => of(sequence)?.encodedPerSecond ?? Number.NaN),
    decodedPerSecond: speed((sequence) => of(sequence)?.decodedPerSecond ?? Number.NaN),
  });
  const summary = (coding: 'lossless' | 'lossy') => ({
    bpp: mean((sequence) => sequence[coding].bpp),
    J: mean((sequence) => sequence[coding].J),
    ...speeds((sequence) => sequence[coding]),
    chromium: speeds((sequence) => sequence[coding].chromium),
  });
  return {
    lossless: summary('lossless'),
    lossy: summary('lossy'),
    jbig: {
      bpp: mean(({ jbig }) => jbig?.bpp ?? Number.NaN),
      encodedPerSecond: speed(({ jbig }) => jbig?.encodedPerSecond ?? Number.NaN),
    },
    /** Lossless bits relative to JBIG1. */
    ofJbig: mean(({ lossless, jbig }) => lossless.bpp / (jbig?.bpp ?? Number.NaN)),
  };
}

function codingFigures(source: MapSource, request: MaskStreamSettings) {
  const start = process.cpuUsage();
  const settings = chooseScale(source, request);
  const { packets } = encodeMaskStream(source, settings);
  const encoding = process.cpuUsage(start);
  const encoded = process.cpuUsage();
  const decoded = decodeMaskStream(packets);
  const decoding = process.cpuUsage(encoded);
  let sum = 0;
  for (let index = 0; index < source.count; index++) {
    const map = decoded?.maps[index];
    if (!map || map.damage) throw new Error(`map ${index} cannot be decoded`);
    sum += meanJaccard(source.map(index), map.ids);
  }
  return {
    packets,
    scale: settings.scale,
    bpp: maskBitsPerPixel({ packets }, source.size),
    J: sum / source.count,
    encodedPerSecond: source.count / secondsOf(encoding),
    decodedPerSecond: source.count / secondsOf(decoding),
  };
}

function secondsOf({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1e6;
}

function withoutPackets({ packets: _, ...figures }: ReturnType<typeof codingFigures>) {
  return figures;
}
