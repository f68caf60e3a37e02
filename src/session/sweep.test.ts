import { beforeEach, expect, test } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../experiment/configuration.ts';
import { Problem } from '../problem.ts';
import { parseColumn } from '../results/columnList.ts';
import { x265Column } from '../results/columnSpec.ts';
import { FakeWorkers, FRAMES, sequence } from '../testing/fakeWorkers.ts';
import { namedColumns } from '../testing/madeUpResults.ts';
import { KeptResults } from './keptResults.ts';
import { Sweep } from './sweep.ts';

let fake: FakeWorkers;
let kept: KeptResults;
let sweep: Sweep;
/** The CRFs of all encodings, in order. */
let encoded: number[];

const DOG = sequence('dog');
// Two sequences with different pictures.
const LIBBY = { ...sequence('libby'), readPicture: async () => new Blob(['libby']) };

const PLAN = {
  sources: [DOG, LIBBY],
  crfs: [45, 30],
  configuration: DEFAULT_CONFIGURATION,
};

beforeEach(() => {
  fake = new FakeWorkers();
  kept = new KeptResults({
    put: async () => {},
    list: async () => ({ results: [], outdated: [] }),
    delete: async () => {},
  });
  sweep = new Sweep(() => fake.workers, kept);
  encoded = [];
  fake.codec.encode = async (...args) => {
    encoded.push(args[1].crf);
    return fake.plainCodec.encode(...args);
  };
});

const points = () =>
  sweep.store
    .getState()
    .points.map(({ sequence: name, crf, status }) => `${name} ${crf} ${status}`);
const results = () => kept.store.getState().results.map(({ result }) => result);
const terminated = () => fake.calls.filter((call) => call.endsWith('.terminate')).sort();

const ALL_WORKERS = ['blocks', 'codec', 'masks', 'networks', 'scoring', 'videoFiles'].map(
  (name) => `${name}.terminate`,
);

test('every sequence is computed at every CRF, one after another in the order of the plan', async () => {
  const begun: string[] = [];
  sweep.store.subscribe(({ points: now }) => {
    const running = now.filter(({ status }) => status === 'running');
    expect(running.length).toBeLessThanOrEqual(1);
    for (const { sequence: name, crf } of running) {
      if (begun.at(-1) !== `${name} ${crf}`) begun.push(`${name} ${crf}`);
    }
  });
  await sweep.start(PLAN);
  expect(begun).toEqual(['dog 45', 'dog 30', 'libby 45', 'libby 30']);
  expect(encoded).toEqual([45, 30, 45, 30]);
  expect(sweep.store.getState().status).toBe('done');
  expect(points()).toEqual(['dog 45 done', 'dog 30 done', 'libby 45 done', 'libby 30 done']);
  expect(results().map((result) => `${result.name} ${namedColumns(result).x265?.crf}`)).toEqual(
    expect.arrayContaining(begun),
  );
});

test('a sequence is read once, and VOS on the originals runs once for all CRFs', async () => {
  await sweep.start({ ...PLAN, sources: [DOG] });
  // The first frame, then the others.
  expect(fake.count('codec.ingest')).toBe(2);
  // On the originals, and on x265 at each CRF; ours uses the masks of the originals.
  expect(fake.count('networks.segment')).toBe(3 * (FRAMES - 1));
});

test('its results have no target rate, even if one was set before', async () => {
  const configuration = { ...DEFAULT_CONFIGURATION, columns: [parseColumn('x265@0.02bpp')] };
  await sweep.start({ sources: [DOG], crfs: [45], configuration });
  expect(results().map((result) => namedColumns(result).x265?.spec)).toEqual([x265Column(45)]);
});

test('points with kept results are not computed again', async () => {
  await sweep.start({ ...PLAN, crfs: [30] });
  encoded = [];
  await sweep.start(PLAN);
  expect(points()).toEqual(['dog 45 done', 'dog 30 kept', 'libby 45 done', 'libby 30 kept']);
  expect(encoded).toEqual([45, 45]);
});

test('kept results of an earlier visit are read before anything is computed', async () => {
  await sweep.start(PLAN);
  const earlier = kept.store.getState().results;
  kept = new KeptResults({
    put: async () => {},
    list: async () => ({ results: earlier, outdated: [] }),
    delete: async () => {},
  });
  encoded = [];
  sweep = new Sweep(() => fake.workers, kept);
  await sweep.start(PLAN);
  expect(encoded).toEqual([]);
  expect(points()).toEqual(['dog 45 kept', 'dog 30 kept', 'libby 45 kept', 'libby 30 kept']);
});

test('after a stop the other points are waiting, and the next start continues with them', async () => {
  const { encode } = fake.codec;
  let stopped: Promise<void> | null = null;
  fake.codec.encode = async (...args) => {
    if (args[1].crf === 30) stopped = sweep.stop();
    return encode?.(...args) ?? fake.plainCodec.encode(...args);
  };
  await sweep.start(PLAN);
  await stopped;
  expect(sweep.store.getState().status).toBe('stopped');
  expect(points()).toEqual([
    'dog 45 done',
    'dog 30 waiting',
    'libby 45 waiting',
    'libby 30 waiting',
  ]);
  expect(results()).toHaveLength(1);
  expect(terminated()).toEqual(ALL_WORKERS);
  if (encode) fake.codec.encode = encode;
  encoded = [];
  await sweep.start(PLAN);
  expect(encoded).toEqual([30, 45, 30]);
  expect(points()).toEqual(['dog 45 kept', 'dog 30 done', 'libby 45 done', 'libby 30 done']);
});

test('a stop at the first point starts no other point', async () => {
  fake.codec.encode = async (...args) => {
    encoded.push(args[1].crf);
    void sweep.stop();
    return fake.plainCodec.encode(...args);
  };
  await sweep.start(PLAN);
  expect(encoded).toEqual([45]);
  expect(points().every((point) => point.endsWith(' waiting'))).toBe(true);
  // The first frame, then the others.
  expect(fake.count('codec.ingest')).toBe(2);
  expect(results()).toEqual([]);
});

test('after a stop during the search for kept results, the point is waiting', async () => {
  await sweep.start({ ...PLAN, sources: [DOG], crfs: [30] });
  encoded = [];
  fake.networks.networkFiles = async () => {
    void sweep.stop();
    return new Promise(() => {});
  };
  await sweep.start(PLAN);
  expect(sweep.store.getState().status).toBe('stopped');
  expect(points().every((point) => point.endsWith(' waiting'))).toBe(true);
  expect(encoded).toEqual([]);
});

test('the progress is that of the running point, summed over all columns', async () => {
  const seen: number[] = [];
  sweep.store.subscribe(({ progress: { done, total } }) => {
    if (total > 0) expect(total).toBe(3 * FRAMES);
    seen.push(done);
  });
  await sweep.start({ ...PLAN, sources: [DOG], crfs: [45] });
  expect(sweep.store.getState().progress).toEqual({ done: 3 * FRAMES, total: 3 * FRAMES });
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
});

test('a failed point has a problem and does not stop the others', async () => {
  const { encode } = fake.codec;
  fake.codec.encode = async (...args) => {
    if (args[1].crf === 30) throw new Problem('ffmpeg stopped answering.', 'Try again.');
    return encode?.(...args) ?? fake.plainCodec.encode(...args);
  };
  await sweep.start(PLAN);
  expect(sweep.store.getState().status).toBe('done');
  expect(points()).toEqual(['dog 45 done', 'dog 30 failed', 'libby 45 done', 'libby 30 failed']);
  expect(sweep.store.getState().points.map(({ problem }) => problem)).toEqual([
    null,
    'ffmpeg stopped answering. Try again.',
    null,
    'ffmpeg stopped answering. Try again.',
  ]);
});

test('a sequence that cannot be read does not stop the next one', async () => {
  const readPicture = async () => {
    throw new Problem('dog/00000.jpg is damaged.', 'Replace it.');
  };
  await kept.add([]);
  await sweep.start({ ...PLAN, sources: [{ ...DOG, readPicture }, LIBBY], crfs: [45] });
  expect(points()).toEqual(['dog 45 failed', 'libby 45 done']);
  // The search for kept results also reads the pictures.
  await sweep.start({ ...PLAN, sources: [{ ...DOG, readPicture }, LIBBY], crfs: [45] });
  expect(points()).toEqual(['dog 45 failed', 'libby 45 kept']);
  expect(sweep.store.getState().points[0]?.problem).toContain('dog/00000.jpg is damaged.');
});

test('if a column failed, the others are kept', async () => {
  fake.networks.enhance = async () => {
    throw new Problem('The GPU was lost.', 'Try again.');
  };
  await sweep.start({ ...PLAN, sources: [DOG], crfs: [45] });
  expect(points()).toEqual(['dog 45 failed']);
  expect(results().map((result) => Object.keys(namedColumns(result)))).toEqual([
    ['original', 'x265'],
  ]);
});

test('its workers are terminated at the end', async () => {
  await sweep.start(PLAN);
  expect(terminated()).toEqual(ALL_WORKERS);
});

test('after two starts in a row only the last one runs', async () => {
  await Promise.all([
    sweep.start({ ...PLAN, sources: [DOG] }),
    sweep.start({ ...PLAN, sources: [LIBBY], crfs: [45] }),
  ]);
  expect(points()).toEqual(['libby 45 done']);
  expect(encoded).toEqual([45]);
});

test('a sweep that is stopped before it has begun does nothing', async () => {
  const started = sweep.start(PLAN);
  await sweep.stop();
  await started;
  expect(encoded).toEqual([]);
  expect(sweep.store.getState().status).toBe('idle');
});

test('a new plan starts after the workers of the previous one were terminated', async () => {
  const { encode } = fake.codec;
  let next: Promise<void> | null = null;
  fake.codec.encode = async (...args) => {
    next ??= sweep.start({ ...PLAN, sources: [LIBBY], crfs: [45] });
    return encode?.(...args) ?? fake.plainCodec.encode(...args);
  };
  await sweep.start({ ...PLAN, sources: [DOG] });
  await next;
  expect(points()).toEqual(['libby 45 done']);
  const ended = ALL_WORKERS.map((call) => fake.calls.indexOf(call));
  expect(Math.min(...ended)).toBeGreaterThan(0);
  expect(fake.calls.lastIndexOf('networks.prepare')).toBeGreaterThan(Math.max(...ended));
});
