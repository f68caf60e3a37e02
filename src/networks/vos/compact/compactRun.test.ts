import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Frames, framePlanes } from '../../../sequence/frames.ts';
import { decodeLabelMapPng } from '../../../sequence/labelMapPng.ts';
import {
  decodePictures,
  hasFfmpeg,
  nodeRuntime,
  serveModels,
} from '../../../testing/testNetworks.ts';
import { type CompactNetwork, openCompact } from './compactNetwork.ts';

// The real network on the built-in sequence, three animals that cross each other's way, at half its
// size. The network scales both sizes to the same picture.
const SAMPLE = 'public/samples';
const SIZE = { width: 427, height: 240 };
const FULL_SIZE = { width: 854, height: 480 };
const FRAMES = 8;
/** The frame on which late objects are annotated. */
const LATE = 3;
const IDS = [1, 2, 3];

const title = 'a VOS run with objects that appear later';
describe.skipIf(!hasFfmpeg)(hasFfmpeg ? title : `${title} (skipped: no ffmpeg)`, () => {
  let frames: Frames;
  let truth: readonly Uint8Array[];
  let network: CompactNetwork;
  let fromTheStart: readonly Uint8Array[];

  beforeAll(async () => {
    serveModels();
    frames = decodePictures(`${SAMPLE}/JPEGImages/480p/reef-crossing/%05d.jpg`, SIZE, FRAMES);
    truth = Array.from({ length: FRAMES }, (_, index) => truthOf(index));
    network = await openCompact(await nodeRuntime(), 'compact', SIZE, IDS.length);
    fromTheStart = await segmentAll(network, frames, truth, IDS, []);
  });

  it.each(IDS)(
    'follows object %i about as well from a later frame as from the start',
    async (late) => {
      const others = IDS.filter((id) => id !== late);
      const found = await segmentAll(network, frames, truth, others, [late]);
      for (const id of IDS) {
        const before = meanJaccard(truth, fromTheStart, id);
        // The memory still contains frames in which the object was background.
        expect(meanJaccard(truth, found, id)).toBeGreaterThan(before - (id === late ? 0.1 : 0.03));
      }
      for (const map of found.slice(0, LATE)) expect(map).not.toContain(late);
    },
  );

  it('equals the run that begins when its only objects appear', async () => {
    const late = await network.begin(framePlanes(frames, 0), mapOf(truth, 0), []);
    const labels = new Uint8Array(mapOf(truth, 0).length).fill(9);
    await late.segment(framePlanes(frames, 1), labels);
    expect(Math.max(...labels)).toBe(0);
    await late.introduce(framePlanes(frames, 1), mapOf(truth, 1), IDS);
    await late.segment(framePlanes(frames, 2), labels);

    const direct = await network.begin(framePlanes(frames, 1), mapOf(truth, 1), IDS);
    const expected = new Uint8Array(labels.length);
    await direct.segment(framePlanes(frames, 2), expected);
    expect(labels).toEqual(expected);
    for (const run of [late, direct]) run.dispose();
  });

  it('is not affected by objects that have not appeared yet', async () => {
    const larger = await openCompact(await nodeRuntime(), 'compact', SIZE, IDS.length + 2);
    const found = await segmentAll(larger, { ...frames, count: 5 }, truth, IDS, []);
    for (const [index, map] of found.entries()) {
      for (const id of IDS) {
        expect(jaccard(mapOf(fromTheStart, index), map, id)).toBeGreaterThan(0.98);
      }
    }
  });
});

/** Label maps of all frames; objects of `late` are annotated on frame LATE. */
async function segmentAll(
  network: CompactNetwork,
  frames: Frames,
  truth: readonly Uint8Array[],
  first: readonly number[],
  late: readonly number[],
): Promise<Uint8Array[]> {
  const start = mapOf(truth, 0).map((id) => (first.includes(id) ? id : 0));
  const run = await network.begin(framePlanes(frames, 0), start, first);
  const found = [start];
  try {
    for (let index = 1; index < frames.count; index++) {
      const map = new Uint8Array(start.length);
      await run.segment(framePlanes(frames, index), map);
      if (index === LATE && late.length > 0) {
        await run.introduce(framePlanes(frames, index), mapOf(truth, index), late);
      }
      found.push(map);
    }
    return found;
  } finally {
    run.dispose();
  }
}

/** Mean J over the frames after LATE, 0..1. */
function meanJaccard(truth: readonly Uint8Array[], found: readonly Uint8Array[], id: number) {
  let sum = 0;
  for (let index = LATE + 1; index < FRAMES; index++) {
    sum += jaccard(mapOf(truth, index), mapOf(found, index), id);
  }
  return sum / (FRAMES - LATE - 1);
}

function jaccard(truth: Uint8Array, found: Uint8Array, id: number): number {
  let both = 0;
  let either = 0;
  for (let pixel = 0; pixel < truth.length; pixel++) {
    const wanted = truth[pixel] === id;
    const is = found[pixel] === id;
    if (wanted && is) both++;
    if (wanted || is) either++;
  }
  return either === 0 ? 1 : both / either;
}

function mapOf(maps: readonly Uint8Array[], index: number): Uint8Array {
  const map = maps[index];
  if (!map) throw new RangeError(`there is no map ${index}`);
  return map;
}

/** An annotation, every second row and column. */
function truthOf(index: number): Uint8Array {
  const name = `Annotations/480p/reef-crossing/${String(index).padStart(5, '0')}.png`;
  const file = join(resolve(import.meta.dirname, '../../../..'), SAMPLE, name);
  const { ids } = decodeLabelMapPng(Uint8Array.from(readFileSync(file)), name, FULL_SIZE);
  return Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, pixel) => {
    const row = Math.floor(pixel / SIZE.width);
    return ids[2 * row * FULL_SIZE.width + 2 * (pixel % SIZE.width)] ?? 0;
  });
}
