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

/** The experiment's operating points: x265 alone, and x265 below the method's masks. */
const BASELINE_CRF = 45;
const METHOD_CRF = 51;

/** Of the masks: what keeps 98% of the J&F of VOS with few bits. */
const QUALITY = 36;

export interface MethodMaterial {
  /** Folder of `SEQ/*.png`: the masks that VOS at the encoder found. */
  readonly masks: string;
  /** The same of the ground truth. */
  readonly annotations: string;
  /** What ffmpeg reads for a sequence: a pattern of pictures. */
  readonly pictures: (sequence: string) => string;
}

interface SequenceFigures {
  readonly name: string;
  /** Bits per pixel of whole bare streams, headers and all. */
  readonly baseline: number;
  /** The same with the masks in it, and the masks' part of that. */
  readonly method: number;
  readonly masks: number;
}

/**
 * The experiment's claim: masks of a VOS network at the encoder, carried by x265 at a lower rate and
 * refined at the decoder, against x265 alone at CRF 45: how much of the masks' J&F is left, and how
 * many bits less it takes.
 *
 * @returns null where there is no such material
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
    const carried = await carryMasks(file, packets);
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
    /** How many bits less, a part of the baseline's. */
    saved: 1 - bpp.method / bpp.baseline,
    JF: { vos: ofVos, ours: JF },
    /** What is left of the J&F of VOS itself. */
    kept: JF / ofVos,
    sequences,
  };
}

/** J and F of a sequence's maps, as the official evaluation scores them: without first and last. */
function scored(truth: MapSource, map: (index: number) => Uint8Array) {
  const objectIds = officialObjectIds(truth.map(0));
  const scores = Array.from({ length: truth.count }, (_, index) =>
    scoreObjects(truth.map(index), map(index), truth.size, objectIds),
  );
  return summarizeSequence(scores);
}
