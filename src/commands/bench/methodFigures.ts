import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { carryMasks, extractMasks } from '../../codec/maskCarrier.ts';
import { chooseScale } from '../../masks/chooseScale.ts';
import { decodeMaskStream } from '../../masks/decodeMaskStream.ts';
import { encodeMaskStream } from '../../masks/encodeMaskStream.ts';
import type { MapSource } from '../../masks/maskStream.ts';
import { officialObjectIds, scoreObjects } from '../../scoring/labelMapScore.ts';
import { summarizeSequence, summarizeSet } from '../../scoring/statistics.ts';
import { framePlanes } from '../../sequence/frames.ts';
import { readMapFolder } from '../masks/maskFolders.ts';
import { encodedPictures } from './decodedPictures.ts';
import { refineLabelMap } from './refinement/refineLabelMap.ts';

/** CRF of x265 alone, and of x265 with coded masks. */
const BASELINE_CRF = 45;
const METHOD_CRF = 51;

/** Mask quality that keeps 98% of the J&F of VOS with few bits. */
const QUALITY = 36;

export interface MethodMaterial {
  /** Folder of `SEQ/*.png`: masks of VOS at the encoder. */
  readonly masks: string;
  /** Folder of `SEQ/*.png`: the ground truth. */
  readonly annotations: string;
  /** ffmpeg's input for a sequence: a pattern of pictures. */
  readonly pictures: (sequence: string) => string;
}

interface SequenceFigures {
  readonly name: string;
  /** Bits per pixel of the whole bare stream, including headers. */
  readonly baseline: number;
  /** The same with masks. */
  readonly method: number;
  /** The masks' part of `method`. */
  readonly masks: number;
}

/**
 * Bits and J&F of the published method: masks of VOS at the encoder, carried in an x265 stream of a
 * higher CRF and refined at the decoder. The bits are compared with x265 alone at CRF 45, J&F with
 * that of the masks before coding.
 *
 * @returns null if a folder is missing
 * @throws Problem when ffmpeg with libx265 is missing
 */
export async function methodFigures({ masks: root, annotations, pictures }: MethodMaterial) {
  if (!existsSync(root) || !existsSync(annotations)) return null;
  const sequences: SequenceFigures[] = [];
  const [source, ours] = [[], []] as [ReturnType<typeof scored>[], ReturnType<typeof scored>[]];
  for (const name of readdirSync(root).sort()) {
    const vos = await readMapFolder(join(root, name));
    const truth = await readMapFolder(join(annotations, name));
    const { size, count } = vos;
    const encode = (crf: number) =>
      encodedPictures(pictures(name), size, { crf, keyint: 8 }, count);
    const [baseline, method] = [encode(BASELINE_CRF), encode(METHOD_CRF)];
    const settings = chooseScale(vos, { quality: QUALITY, scale: 'auto', refresh: 0 });
    const { packets } = encodeMaskStream(vos, settings);
    const file = { name: `${name}.hevc`, data: new Blob([method.stream]) };
    const { video: carried } = await carryMasks(file, packets);
    const found = await extractMasks({ ...file, data: carried });
    const decoded = decodeMaskStream(found?.packets ?? []);
    const refined = (index: number) => {
      const map = decoded?.maps[index];
      if (!map || map.damage) throw new Error(`map ${index} of ${name} cannot be decoded`);
      const { y } = framePlanes(method.frames, index);
      return refineLabelMap(map.ids, size, y, settings.scale);
    };
    source.push(scored(truth, (index) => vos.map(index)));
    ours.push(scored(truth, refined));
    const rate = (bytes: number) => (bytes * 8) / (count * size.width * size.height);
    sequences.push({
      name,
      baseline: rate(baseline.stream.length),
      method: rate(carried.size),
      masks: rate(carried.size - method.stream.length),
    });
  }
  const mean = (value: (figures: SequenceFigures) => number) =>
    sequences.reduce((sum, figures) => sum + value(figures), 0) / sequences.length;
  const [JF, ofVos] = [summarizeSet(ours).JF, summarizeSet(source).JF];
  const bpp = { baseline: mean((each) => each.baseline), method: mean((each) => each.method) };
  return {
    crf: { baseline: BASELINE_CRF, method: METHOD_CRF },
    maskQuality: QUALITY,
    bpp: { ...bpp, masks: mean((each) => each.masks) },
    /** Saved bits relative to the baseline. */
    saved: 1 - bpp.method / bpp.baseline,
    JF: { vos: ofVos, ours: JF },
    /** J&F relative to that of VOS. */
    kept: JF / ofVos,
    sequences,
  };
}

/** J and F of a sequence's maps like in the official evaluation, without the first and the last. */
function scored(truth: MapSource, map: (index: number) => Uint8Array) {
  const objectIds = officialObjectIds(truth.map(0));
  const scores = Array.from({ length: truth.count }, (_, index) =>
    scoreObjects(truth.map(index), map(index), truth.size, objectIds),
  );
  return summarizeSequence(scores);
}
