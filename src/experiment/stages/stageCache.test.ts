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
import { reusableStages, type StageCache } from './stageCache.ts';

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

/** A column with the first `frames` frames filled. */
async function column(name: (typeof COMPUTED_COLUMNS)[number], frames: number) {
  const made = vosColumn(name, open, open.frames, 'wasm');
  for (let index = 0; index < frames; index++) await made.advance(fake.workers);
  return made;
}

/** The cache of an experiment with the first `frames` frames of every column filled. */
async function cacheOf(
  frames = FRAMES,
  settings: 'known' | 'unknown' = 'known',
): Promise<StageCache> {
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

/** Names of the reusable columns, and of the results that they were made from. */
function parts(reusable: StageCache | null) {
  if (!reusable) return null;
  const { columns, compressed, masks, imported } = reusable;
  const made = { compressed, masks, imported, bits: imported?.bits ?? null };
  const there = Object.entries(made).flatMap(([name, part]) => (part ? name : []));
  return { columns: columns.map(({ name }) => name).join(' '), from: there.join(' ') };
}

const ALL = { columns: 'original x265 ours imported', from: 'compressed masks imported bits' };

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
  // The provider that really runs is compared later.
  ['provider', { provider: 'webgpu' }, ALL],
  ['length', { frameLimit: 3 }, null],
] satisfies [string, Partial<ExperimentConfiguration>, unknown][])(
  'after a change of %s, everything that does not depend on it is reused',
  async (_, change, expected) => {
    expect(parts(reusableStages(await cacheOf(), PLAN, changed(change)))).toEqual(expected);
  },
);

test('nothing is reused for another sequence', async () => {
  expect(reusableStages(await cacheOf(), PLAN, { ...PLAN, source: sequence('dog') })).toBeNull();
});

test('ours without coded masks does not depend on the mask quality', async () => {
  const before = changed({ ours: 'enhanced' });
  const now = changed({ maskQuality: 1 }, {}, before);
  expect(parts(reusableStages(await cacheOf(), before, now))).toEqual({
    ...ALL,
    from: 'compressed imported bits',
  });
});

test('masks carried in a user-supplied stream depend on neither quality nor network', async () => {
  const before = changed({}, { x265Stream: named('dog.mkv') });
  const content = await cacheOf();
  const { masks } = content;
  const carried = { ...content, masks: masks && { ...masks, settings: null, provider: null } };
  const quality = reusableStages(carried, before, changed({ maskQuality: 1 }, {}, before));
  expect(parts(quality)).toEqual(ALL);
  const other = changed({ network: 'another' as 'compact' }, {}, before);
  expect(parts(reusableStages(carried, before, other))?.from).toBe(
    'compressed masks imported bits',
  );
});

describe('a partly filled column', () => {
  test('is continued if the networks stay loaded', async () => {
    expect(parts(reusableStages(await cacheOf(2), PLAN, PLAN))).toEqual(ALL);
  });

  test('is not reused if the networks are prepared for another provider, but a finished one is', async () => {
    const content = await cacheOf(2);
    const columns = [await column('original', FRAMES), ...content.columns.slice(1)];
    const now = changed({ provider: 'webgpu' });
    expect(parts(reusableStages({ ...content, columns }, PLAN, now))?.columns).toBe('original');
  });

  test('is not reused if a frame failed or its run was dropped', async () => {
    const content = await cacheOf(2);
    const [original, x265] = content.columns;
    fake.networks.segment = async () => {
      throw new Error('The GPU was lost.');
    };
    await expect(original?.advance(fake.workers)).rejects.toThrow('lost');
    x265?.dropRun();
    expect(parts(reusableStages(content, PLAN, PLAN))?.columns).toBe('ours imported');
  });
});

describe('user-supplied files', () => {
  const withStream = changed({}, { x265Stream: named('dog.mkv') });
  const withImport = changed({}, { imported: PICTURES });

  test('another stream recomputes x265, ours and carried masks', async () => {
    const expected = { columns: 'original imported', from: 'imported bits' };
    const other = changed({}, { x265Stream: named('other.mkv') });
    expect(parts(reusableStages(await cacheOf(), withStream, other))).toEqual(expected);
    expect(parts(reusableStages(await cacheOf(), withStream, PLAN))).toEqual(expected);
    expect(parts(reusableStages(await cacheOf(), PLAN, withStream))).toEqual(expected);
    expect(parts(reusableStages(await cacheOf(), withStream, withStream))).toEqual(ALL);
  });

  test.each(['coded', 'enhanced'] as const)(
    'if the stream does not contain its CRF, the configured CRF affects only ours, %s',
    async (ours) => {
      const before = changed({ ours }, {}, withStream);
      const now = changed({ crf: 30 }, {}, before);
      const { columns } =
        parts(reusableStages(await cacheOf(FRAMES, 'unknown'), before, now)) ?? {};
      expect(columns).toBe('original x265 imported');
      expect(parts(reusableStages(await cacheOf(FRAMES, 'unknown'), before, before))).toEqual(ALL);
      expect(parts(reusableStages(await cacheOf(FRAMES, 'known'), before, now))).toEqual(ALL);
    },
  );

  test('another import recomputes its column, another bitstream only its bits', async () => {
    const other = changed({}, { imported: { ...PICTURES, file: named('other.yuv') } });
    expect(parts(reusableStages(await cacheOf(), withImport, other))).toEqual({
      columns: 'original x265 ours',
      from: 'compressed masks',
    });
    const withoutBits = changed({}, { imported: { ...PICTURES, bitstream: null } });
    expect(parts(reusableStages(await cacheOf(), withImport, withoutBits))).toEqual({
      ...ALL,
      from: 'compressed masks imported',
    });
  });
});
