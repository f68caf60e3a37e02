import { exactPictures, type Run, type RunColumn } from '../experiment/run.ts';
import { encodeMaskStream } from '../masks/encodeMaskStream.ts';
import { NO_SECONDS } from '../results/columnSeconds.ts';
import {
  importedColumn,
  originalColumn,
  oursColumn,
  TRUTH_COLUMN,
  x265Column,
} from '../results/columnSpec.ts';
import { allocateFrames, type FrameSize, type Frames, framePlanes } from '../sequence/frames.ts';
import { allocateLabelMaps, type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { madeUpProvenance } from './madeUpResults.ts';

/**
 * A run with five columns: the originals are shared by two, the decoded pictures by two, and so are
 * the x265 video and the masks of the ground truth.
 */
export function madeUpRun(
  size: FrameSize = { width: 40, height: 24 },
  frameCount = 3,
  change: Partial<Run> = {},
): Run {
  const original = exactPictures(drawnFrames(size, frameCount, 1));
  const decoded = exactPictures(drawnFrames(size, frameCount, 2));
  const truth = drawnMaps(size, frameCount, 0);
  const masks = drawnMaps(size, frameCount, 1);
  const score = { J: [0.5, 0.25], F: [1, 0] };
  const area = { psnrY: Infinity, ssimY: Number.NaN };
  const quality = { psnrY: 31.5, psnr: Infinity, ssimY: 0.9, inside: area, outside: null };
  const packets = Array.from({ length: frameCount }, (_, index) => ({
    bytes: 100 + index,
    key: index === 0,
  }));
  const video = {
    ...{ title: 'x265', codec: 'HEVC', size, codedSize: size, packets, headerBytes: 7 },
    streamBytes: 120,
    file: Uint8Array.of(1, 2, 3),
    settings: { crf: 45, keyint: 8 },
    ...{ commandLine: 'ffmpeg …', log: 'x265 [info]', seconds: 1.5 },
  };
  const column: RunColumn = {
    spec: TRUTH_COLUMN,
    title: null,
    crf: null,
    rateReached: true,
    pictures: original,
    decoded: original,
    maps: truth,
    scores: Array.from({ length: frameCount }, (_, index) => (index === 0 ? null : score)),
    quality: Array.from({ length: frameCount }, () => quality),
    decodedQuality: Array.from({ length: frameCount }, () => null),
    seconds: { ...NO_SECONDS, vos: 2.5 },
    notes: ['A remark.'],
    provider: 'wasm',
    video: null,
    imported: null,
    masks: null,
  };
  const stream = encodeMaskStream(
    { size, count: frameCount, map: (index) => labelMap(masks, index) },
    { quality: 'lossless', scale: 1, refresh: 0 },
  );
  return {
    name: 'reef',
    size,
    frameCount,
    frameRate: 25,
    objectIds: [1, 2],
    scoredIds: [1, 2],
    memoryFrames: null,
    original,
    truth: {
      maps: truth,
      annotated: Array.from({ length: frameCount }, () => true),
      objectIds: [1, 2],
    },
    columns: [
      { ...column, provider: null, scores: column.scores.map(() => null) },
      { ...column, spec: originalColumn(), maps: masks },
      { ...column, spec: x265Column(), pictures: decoded, video },
      {
        ...column,
        spec: oursColumn(),
        pictures: decoded,
        maps: masks,
        video,
        masks: {
          packets: [null, ...stream.packets.slice(1)],
          bits: 800,
          settings: { quality: 43, scale: 2, refresh: 0 },
          scale: 2,
        },
      },
      {
        ...column,
        spec: importedColumn(),
        title: 'VVenC',
        pictures: null,
        maps: null,
        imported: { bytes: 300, packets: null, note: 'The whole file’s.' },
      },
    ],
    provenance: madeUpProvenance(),
    ...change,
  };
}

/** Frames with soft stripes that move, different for each `seed`. */
function drawnFrames(size: FrameSize, count: number, seed: number): Frames {
  const frames = allocateFrames(size, count);
  for (let index = 0; index < count; index++) {
    const { y, u, v, chroma } = framePlanes(frames, index);
    const wave = (at: number, width: number) =>
      128 + 90 * Math.sin(((at % width) + Math.floor(at / width) * seed + 3 * index) / 9);
    for (let at = 0; at < y.length; at++) y[at] = wave(at, size.width);
    for (let at = 0; at < u.length; at++) {
      u[at] = 255 - wave(at, chroma.width);
      v[at] = wave(at + 5, chroma.width);
    }
  }
  return frames;
}

/** Maps with a square of each of two objects, moved by `shift` pixels. */
function drawnMaps(size: FrameSize, count: number, shift: number): LabelMaps {
  const maps = allocateLabelMaps(size, count);
  for (let index = 0; index < count; index++) {
    const map = labelMap(maps, index);
    for (let y = 4; y < 12; y++) {
      map.fill(1, y * size.width + 4 + shift, y * size.width + 10 + shift);
      map.fill(2, y * size.width + 14 + index, y * size.width + 20 + index);
    }
  }
  return maps;
}
