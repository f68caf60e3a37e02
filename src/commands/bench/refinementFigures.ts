import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chooseScale } from '../../masks/chooseScale.ts';
import { decodeMaskStream } from '../../masks/decodeMaskStream.ts';
import { encodeMaskStream } from '../../masks/encodeMaskStream.ts';
import type { MapSource } from '../../masks/maskStream.ts';
import { officialObjectIds, scoreObjects } from '../../scoring/labelMapScore.ts';
import { type Frames, framePlanes } from '../../sequence/frames.ts';
import { readMapFolder } from '../masks/maskFolders.ts';
import { decodedPictures } from './decodedPictures.ts';
import { refineLabelMap } from './refinement/refineLabelMap.ts';

const QUALITIES = [38, 43] as const;

/** CRFs of the frames whose luma guides the refinement; `original` is the upper bound. */
const LUMAS = ['original', 45, 51] as const;

/** Annotated sequences and their pictures. */
export interface RefinementMaterial {
  /** Folder of `SEQ/*.png`. */
  readonly annotations: string;
  /** ffmpeg's input for a sequence: a video or a pattern of pictures. */
  readonly pictures: (sequence: string) => string;
  /** Number of maps of each sequence to use, from the start; all if undefined. */
  readonly maps?: number;
}

interface Scores {
  readonly J: number;
  readonly F: number;
}

/** Means over the maps of one sequence, against the annotations. */
interface SequenceFigures {
  readonly name: string;
  readonly maps: number;
  readonly quality: number;
  readonly scale: number;
  readonly decoded: Scores;
  /** Without luma (`no luma`), and with each of {@link LUMAS}. */
  readonly refined: Readonly<Record<string, Scores>>;
  readonly millisecondsPerMap: number;
}

/**
 * J and F of decoded annotations before and after refinement, with luma of several qualities.
 *
 * @returns null if the folder of annotations does not exist
 * @throws Problem when ffmpeg with libx265 is missing
 */
export async function refinementFigures(material: RefinementMaterial) {
  if (!existsSync(material.annotations)) return null;
  const sequences: SequenceFigures[] = [];
  for (const name of readdirSync(material.annotations).sort()) {
    const folder = await readMapFolder(join(material.annotations, name));
    const source = { ...folder, count: Math.min(folder.count, material.maps ?? folder.count) };
    const lumas = new Map<string, Frames>();
    for (const luma of LUMAS) {
      const settings = luma === 'original' ? null : { crf: luma, keyint: 8 };
      const frames = decodedPictures(material.pictures(name), source.size, settings, source.count);
      lumas.set(lumaName(luma), frames);
    }
    for (const quality of QUALITIES) {
      sequences.push({ name, ...sequenceFigures(source, quality, lumas) });
    }
  }
  const qualities = QUALITIES.map((quality) => {
    const ofQuality = sequences.filter((sequence) => sequence.quality === quality);
    const coarse = ofQuality.filter(({ scale }) => scale > 1);
    return { quality, all: summary(ofQuality), coarserThanThePicture: summary(coarse) };
  });
  return { qualities, sequences };
}

function lumaName(luma: (typeof LUMAS)[number]): string {
  return luma === 'original' ? luma : `CRF ${luma}`;
}

function sequenceFigures(
  source: MapSource,
  quality: number,
  lumas: ReadonlyMap<string, Frames>,
): Omit<SequenceFigures, 'name'> {
  const { size, count } = source;
  const settings = chooseScale(source, { quality, scale: 'auto', refresh: 0 });
  const stream = decodeMaskStream(encodeMaskStream(source, settings).packets);
  const objectIds = officialObjectIds(source.map(0));
  const maps = Array.from({ length: count }, (_, index) => {
    const map = stream?.maps[index];
    if (!map || map.damage) throw new Error(`map ${index} cannot be decoded`);
    return map.ids;
  });
  let milliseconds = 0;
  const scored = (refine: (map: Uint8Array, index: number) => Uint8Array): Scores => {
    const scores = maps.map((map, index) => {
      const start = performance.now();
      const refined = refine(map, index);
      milliseconds += performance.now() - start;
      return scoreObjects(source.map(index), refined, size, objectIds);
    });
    const mean = (value: (score: (typeof scores)[number]) => readonly number[]) =>
      average(scores.map((score) => average(value(score))));
    return { J: mean(({ J }) => J), F: mean(({ F }) => F) };
  };
  const decoded = scored((map) => map);
  const noLuma = new Uint8Array(size.width * size.height);
  const refined: Record<string, Scores> = {
    'no luma': scored((map) => refineLabelMap(map, size, noLuma, settings.scale)),
  };
  milliseconds = 0;
  for (const [name, frames] of lumas) {
    refined[name] = scored((map, index) =>
      refineLabelMap(map, size, framePlanes(frames, index).y, settings.scale),
    );
  }
  const millisecondsPerMap = milliseconds / (count * lumas.size);
  return { maps: count, quality, scale: settings.scale, decoded, refined, millisecondsPerMap };
}

/** Means over sequences. */
function summary(sequences: readonly SequenceFigures[]) {
  const mean = (value: (sequence: SequenceFigures) => number) => average(sequences.map(value));
  const decoded = { J: mean(({ decoded: { J } }) => J), F: mean(({ decoded: { F } }) => F) };
  const gains = ['no luma', ...LUMAS.map(lumaName)].map((luma) => {
    const of = ({ refined }: SequenceFigures) => refined[luma] ?? { J: Number.NaN, F: Number.NaN };
    return [
      luma,
      {
        J: mean((sequence) => of(sequence).J) - decoded.J,
        F: mean((sequence) => of(sequence).F) - decoded.F,
        better: sequences.filter((sequence) => of(sequence).J > sequence.decoded.J).length,
      },
    ] as const;
  });
  return {
    sequences: sequences.length,
    decoded,
    /** Gains by refinement, and the number of sequences with a higher J. */
    gains: Object.fromEntries(gains),
    millisecondsPerMap: mean(({ millisecondsPerMap }) => millisecondsPerMap),
  };
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
