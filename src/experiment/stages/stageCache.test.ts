import { beforeEach, describe, expect, test } from 'vitest';
import { COMPUTED_COLUMNS } from '../../results/columns.ts';
import { frameBytes } from '../../sequence/frames.ts';
import { allocateLabelMaps } from '../../sequence/labelMaps.ts';
import { FakeWorkers, FRAMES, SIZE, sequence } from '../../testing/fakeWorkers.ts';
import { DEFAULT_CONFIGURATION, type ExperimentConfiguration } from '../configuration.ts';
import type { ExperimentPlan } from '../experimentPlan.ts';
import { type ExperimentMedia, NO_MEDIA } from '../media.ts';
import { ProgressReporter } from '../progressReporter.ts';
import { vosColumn } from './filledColumn.ts';
import { type OpenSequence, readSequence } from './openSequence.ts';
import { type StageCache, validFor } from './stageCache.ts';

const SOURCE = sequence('dog');
const PLAN: ExperimentPlan = {
  source: SOURCE,
  configuration: { ...DEFAULT_CONFIGURATION, provider: 'wasm' },
  media: NO_MEDIA,
};

const named = (name: string) => ({ name, data: new Blob([name]) });
const PICTURES = {
  title: 'VVenC',
  kind: 'frames',
  file: { name: 'output.yuv', data: new Blob([new Uint8Array(FRAMES * frameBytes(SIZE))]) },
  bitstream: named('output.bit'),
} as const;

let fake: FakeWorkers;
let open: OpenSequence;

beforeEach(async () => {
  fake = new FakeWorkers();
  const reporter = new ProgressReporter(() => {});
  const { signal } = new AbortController();
  open = await readSequence(SOURCE, FRAMES, fake.workers, reporter, signal);
});

/** A column of which so many frames are made. */
async function column(name: (typeof COMPUTED_COLUMNS)[number], frames: number) {
  const made = vosColumn(name, open, open.frames, 'wasm');
  for (let index = 0; index < frames; index++) await made.advance(fake.workers);
  return made;
}

/** What an experiment leaves of which every column has so many frames. */
async function left(frames = FRAMES, settings: 'known' | 'unknown' = 'known'): Promise<StageCache> {
  const encoded = await fake.plainCodec.encode(open.frames, PLAN.configuration, () => {});
  const video = settings === 'known' ? encoded : { ...encoded, settings: null };
  return {
    sequence: open,
    compressed: { video, frames: open.frames, masks: null, encode: 1, decode: 1 },
    masks: {
      packets: [],
      bits: 0,
      settings: { quality: 43, scale: 1, refresh: 0 },
      provider: 'wasm',
      maps: allocateLabelMaps(SIZE, FRAMES),
      scale: 1,
      seconds: { vos: 0, encode: 0, decode: 0 },
      notes: [],
    },
    imported: { frames: open.frames, bits: { bytes: 1, packets: null, note: null } },
    columns: await Promise.all(COMPUTED_COLUMNS.map((name) => column(name, frames))),
  };
}

function changed(
  change: Partial<ExperimentConfiguration>,
  media: Partial<ExperimentMedia> = {},
  plan = PLAN,
): ExperimentPlan {
  return {
    ...plan,
    configuration: { ...plan.configuration, ...change },
    media: { ...plan.media, ...media },
  };
}

/** What of it can be taken up: names of the columns, and of what they were made from. */
function parts(reusable: StageCache | null) {
  if (!reusable) return null;
  const { columns, compressed, masks, imported } = reusable;
  const made = { compressed, masks, imported, bits: imported?.bits ?? null };
  const there = Object.entries(made).flatMap(([name, part]) => (part ? name : []));
  return { columns: columns.map(({ name }) => name).join(' '), from: there.join(' ') };
}

const ALL = { columns: 'original x265 ours imported', from: 'coded masks imported bits' };

test.each([
  ['nothing', {}, ALL],
  ['CRF', { crf: 30 }, { columns: 'original imported', from: 'masks imported bits' }],
  [
    'key frame distance',
    { keyint: 9 },
    { columns: 'original imported', from: 'masks imported bits' },
  ],
  [
    'network',
    { network: 'another' as 'compact' },
    { columns: '', from: 'compressed imported bits' },
  ],
  ['mode of ours', { ours: 'enhanced' }, { ...ALL, columns: 'original x265 imported' }],
  [
    'mask quality',
    { maskQuality: 1 },
    { columns: 'original x265 imported', from: 'compressed imported bits' },
  ],
  // What really runs decides, and that is known later.
  ['provider', { provider: 'webgpu' }, ALL],
  ['length', { frameLimit: 3 }, null],
] satisfies [string, Partial<ExperimentConfiguration>, unknown][])(
  'another %s leaves what does not depend on it',
  async (_, change, remains) => {
    expect(parts(validFor(await left(), PLAN, changed(change)))).toEqual(remains);
  },
);

test('of another sequence nothing is left', async () => {
  expect(validFor(await left(), PLAN, { ...PLAN, source: sequence('dog') })).toBeNull();
});

test('ours without coded masks depends on no mask quality', async () => {
  const before = changed({ ours: 'enhanced' });
  const now = changed({ maskQuality: 1 }, {}, before);
  expect(parts(validFor(await left(), before, now))).toEqual({
    ...ALL,
    from: 'compressed imported bits',
  });
});

test('masks that a given stream carries depend on neither quality nor network', async () => {
  const before = changed({}, { x265Stream: named('dog.mkv') });
  const content = await left();
  const { masks } = content;
  const carried = { ...content, masks: masks && { ...masks, settings: null, provider: null } };
  const quality = validFor(carried, before, changed({ maskQuality: 1 }, {}, before));
  expect(parts(quality)).toEqual(ALL);
  const other = changed({ network: 'another' as 'compact' }, {}, before);
  expect(parts(validFor(carried, before, other))?.from).toBe('coded masks imported bits');
});

describe('a column that was left after some frame', () => {
  test('goes on where the networks stay loaded', async () => {
    expect(parts(validFor(await left(2), PLAN, PLAN))).toEqual(ALL);
  });

  test('does not where they are prepared for another provider, as a finished one does', async () => {
    const content = await left(2);
    const columns = [await column('original', FRAMES), ...content.columns.slice(1)];
    const now = changed({ provider: 'webgpu' });
    expect(parts(validFor({ ...content, columns }, PLAN, now))?.columns).toBe('original');
  });

  test('does not where a frame has failed or its run was lost', async () => {
    const content = await left(2);
    const [original, x265] = content.columns;
    fake.networks.segment = async () => {
      throw new Error('The GPU was lost.');
    };
    await expect(original?.advance(fake.workers)).rejects.toThrow('lost');
    x265?.lose();
    expect(parts(validFor(content, PLAN, PLAN))?.columns).toBe('ours imported');
  });
});

describe('given files', () => {
  const given = changed({}, { x265Stream: named('dog.mkv') });
  const withImport = changed({}, { imported: PICTURES });

  test('another stream makes x265, ours and carried masks anew', async () => {
    const remains = { columns: 'original imported', from: 'imported bits' };
    const other = changed({}, { x265Stream: named('other.mkv') });
    expect(parts(validFor(await left(), given, other))).toEqual(remains);
    expect(parts(validFor(await left(), given, PLAN))).toEqual(remains);
    expect(parts(validFor(await left(), PLAN, given))).toEqual(remains);
    expect(parts(validFor(await left(), given, given))).toEqual(ALL);
  });

  test.each(['coded', 'enhanced'] as const)(
    'a CRF that the stream does not say decides ours alone, %s',
    async (ours) => {
      const before = changed({ ours }, {}, given);
      const now = changed({ crf: 30 }, {}, before);
      const { columns } = parts(validFor(await left(FRAMES, 'unknown'), before, now)) ?? {};
      expect(columns).toBe('original x265 imported');
      expect(parts(validFor(await left(FRAMES, 'unknown'), before, before))).toEqual(ALL);
      expect(parts(validFor(await left(FRAMES, 'known'), before, now))).toEqual(ALL);
    },
  );

  test('another import makes its column anew, another bitstream only its bits', async () => {
    const other = changed({}, { imported: { ...PICTURES, file: named('other.yuv') } });
    expect(parts(validFor(await left(), withImport, other))).toEqual({
      columns: 'original x265 ours',
      from: 'coded masks',
    });
    const withoutBits = changed({}, { imported: { ...PICTURES, bitstream: null } });
    expect(parts(validFor(await left(), withImport, withoutBits))).toEqual({
      ...ALL,
      from: 'coded masks imported',
    });
  });
});
