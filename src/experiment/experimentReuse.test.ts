import { beforeEach, expect, test } from 'vitest';
import { frameBytes } from '../sequence/frames.ts';
import { FakeWorkers, FRAMES, SIZE, sequence } from '../testing/fakeWorkers.ts';
import { namedColumns } from '../testing/madeUpResults.ts';
import { Experiment } from './experiment.ts';

let fake: FakeWorkers;
let experiment: Experiment;

beforeEach(async () => {
  fake = new FakeWorkers();
  experiment = new Experiment(fake.workers);
  await experiment.configure({ ours: 'enhanced' });
});

const state = () => experiment.store.getState().experiment;
const result = () => experiment.store.getState().result;

const named = (name: string, ...parts: BlobPart[]) => ({ name, data: new Blob(parts) });

const pictures = named('output.yuv', new Uint8Array(FRAMES * frameBytes(SIZE)));
const imported = { title: 'VVenC', kind: 'frames', file: pictures, bitstream: null } as const;
const X265_TEXT = 'x265 (build 199) - H.265/HEVC codec - options: rc=crf crf=30.0 qcomp=0.60';

/** Counts the workers' calls during `act`. */
async function callsOf(act: () => Promise<void>) {
  fake.calls = [];
  await act();
  return {
    encoded: fake.count('codec.encode') + fake.count('codec.importStream'),
    imported: fake.count('codec.importFrames'),
    enhanced: fake.count('networks.enhance'),
    segmented: fake.count('networks.segment'),
  };
}

const NOTHING = { encoded: 0, imported: 0, enhanced: 0, segmented: 0 };

test('an import computes only its column', async () => {
  await experiment.start(sequence('dog'));
  const before = state();
  expect(await callsOf(() => experiment.configure({ media: { imported } }))).toEqual({
    ...NOTHING,
    imported: 1,
    segmented: FRAMES - 1,
  });
  expect(state().status).toBe('done');
  expect(state().video).toBe(before.video);
  for (const name of ['original', 'x265', 'ours'] as const) {
    expect(state().columns[name]).toEqual(before.columns[name]);
  }
  expect(Object.keys(namedColumns(result()))).toEqual(['original', 'x265', 'ours', 'imported']);
});

test('a bitstream of an import is read without reading its frames again', async () => {
  await experiment.start(sequence('dog'), { media: { imported } });
  expect(namedColumns(result()).imported?.bpp).toBeNull();
  const bitstream = named('video.obu', new Uint8Array(64));
  const change = { media: { imported: { ...imported, bitstream } } };
  expect(await callsOf(() => experiment.configure(change))).toEqual(NOTHING);
  expect(namedColumns(result()).imported?.bpp?.total).toBe(2);
  expect(state().columns.imported.notes).toHaveLength(1);
});

test('another title computes nothing and is in the result', async () => {
  await experiment.start(sequence('dog'), { media: { imported } });
  const change = { media: { imported: { ...imported, title: 'VVenC fast' } } };
  await experiment.configure(change);
  fake.calls = [];
  await experiment.configure({ media: { imported: { ...imported, title: 'VVenC slow' } } });
  expect(fake.calls).toEqual([]);
  expect(state()).toMatchObject({ status: 'done', importedTitle: 'VVenC slow' });
  expect(namedColumns(result()).imported?.title).toBe('VVenC slow');
});

test('another title during an experiment is in the result and restarts nothing', async () => {
  let renamed = false;
  fake.networks.enhance = async () => {
    if (!renamed)
      void experiment.configure({ media: { imported: { ...imported, title: 'later' } } });
    renamed = true;
    return { seconds: 1 };
  };
  const all = await callsOf(() => experiment.start(sequence('dog'), { media: { imported } }));
  expect(all).toEqual({
    ...{ encoded: 1, imported: 1 },
    enhanced: FRAMES,
    segmented: 4 * (FRAMES - 1),
  });
  expect(namedColumns(result()).imported?.title).toBe('later');
});

test('after removing the import, the other columns stay as they are', async () => {
  await experiment.start(sequence('dog'), { media: { imported } });
  expect(await callsOf(() => experiment.configure({ media: { imported: null } }))).toEqual(NOTHING);
  expect(state()).toMatchObject({ status: 'done', imported: null, importedTitle: null });
  expect(Object.keys(namedColumns(result()))).toEqual(['original', 'x265', 'ours']);
  expect(result()?.provenance.givenFiles).toEqual([]);
});

test('an import while VOS runs: each column continues', async () => {
  let second: Promise<void> | null = null;
  fake.networks.enhance = async (_, index) => {
    if (index === 2) second ??= experiment.configure({ media: { imported } });
    return { seconds: 1 };
  };
  const all = await callsOf(async () => {
    await experiment.start(sequence('dog'));
    await second;
  });
  expect(state().status).toBe('done');
  expect(all).toMatchObject({ encoded: 1, segmented: 4 * (FRAMES - 1) });
});

test('a user-supplied stream is decoded once; if it contains its CRF, a new CRF changes nothing', async () => {
  const x265Stream = named('supplied.mkv', X265_TEXT);
  await experiment.start(sequence('dog'), { media: { x265Stream } });
  expect(await callsOf(() => experiment.configure({ crf: 20 }))).toEqual(NOTHING);
  expect(state().stages.encode.status).toBe('skipped');
  expect(namedColumns(result()).ours?.crf).toBe(30);
});

test('if a user-supplied stream does not contain its CRF, a new CRF enhances again', async () => {
  const x265Stream = named('supplied.mkv', 'Lavc60 libvpx');
  await experiment.start(sequence('dog'), { media: { x265Stream } });
  expect(await callsOf(() => experiment.configure({ crf: 20 }))).toEqual({
    ...NOTHING,
    enhanced: FRAMES,
    segmented: FRAMES - 1,
  });
});

test('another network segments all columns again, with the same video', async () => {
  await experiment.start(sequence('dog'));
  const network = 'another' as 'compact';
  expect(await callsOf(() => experiment.configure({ network }))).toEqual({
    ...NOTHING,
    enhanced: FRAMES,
    segmented: 3 * (FRAMES - 1),
  });
});

test('runs that were lost by a cancel while networks load are not continued', async () => {
  const dog = sequence('dog');
  fake.networks.segment = async () => {
    void experiment.cancel();
    return { seconds: 1 };
  };
  await experiment.start(dog);
  fake.networks = {
    prepare: () => {
      void experiment.cancel();
      return new Promise(() => {});
    },
  };
  await experiment.start(dog);
  expect(state().status).toBe('cancelled');
  fake.networks = {};
  expect(await callsOf(() => experiment.start(dog))).toMatchObject({ segmented: 3 * (FRAMES - 1) });
  expect(state().status).toBe('done');
});

/** Makes the networks report WebGPU from now on. */
function moveToWebGpu() {
  fake.networks.prepare = async () => ({
    ...{ provider: 'webgpu', device: 'a GPU', adapter: null, threads: 1 },
    ...{ onnxruntimeWeb: '1.30.0', reason: null, goldenDifference: 0 },
    ...{ precision: 'float32', float16Disagreement: null, float16Reason: null },
    ...{ float16EnhancerDifference: null, memoryFrames: null },
  });
}

test('results of another provider are not reused, whatever provider was configured', async () => {
  await experiment.start(sequence('dog'));
  expect(await callsOf(() => experiment.configure({ provider: 'wasm' }))).toEqual(NOTHING);
  moveToWebGpu();
  expect(await callsOf(() => experiment.configure({ provider: 'auto' }))).toEqual({
    ...NOTHING,
    enhanced: FRAMES,
    segmented: 3 * (FRAMES - 1),
  });
  expect(result()?.columns.map(({ provider }) => provider)).toEqual(['webgpu', 'webgpu', 'webgpu']);
});

test('unfinished runs of another provider are freed', async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  fake.networks.beginVos = async () => {
    begun.push(begun.length + 1);
    return begun.length;
  };
  fake.networks.endVos = async (run) => void ended.push(run);
  fake.networks.segment = async () => {
    if (begun.length === 3) void experiment.cancel();
    return { seconds: 1 };
  };
  const dog = sequence('dog');
  await experiment.start(dog);
  expect([begun.length, ended]).toEqual([3, []]);
  moveToWebGpu();
  fake.networks.segment = async () => ({ seconds: 1 });
  await experiment.start(dog);
  expect(state().status).toBe('done');
  expect(begun).toHaveLength(6);
  expect(ended.toSorted()).toEqual(begun);
});

test('a cancelled experiment that ends late does not change the cache of the next one', async () => {
  const [dog, libby] = [sequence('dog'), sequence('libby')];
  const ofRun = new Map<number, unknown>();
  let runs = 0;
  fake.networks.beginVos = async (frames) => {
    ofRun.set(++runs, frames);
    return runs;
  };
  // Every column has started, none has finished.
  fake.networks.segment = async () => {
    if (fake.count('networks.beginVos') === 3) void experiment.cancel();
    return { seconds: 1 };
  };
  await experiment.start(dog);
  expect(fake.count('networks.beginVos')).toBe(3);
  // On another provider x265 starts again, and its previous run ends late.
  moveToWebGpu();
  let release = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  const decoded = state().columns.x265.frames;
  const [previousRun] = [...ofRun].find(([, frames]) => frames === decoded) ?? [];
  expect(previousRun).toBeDefined();
  fake.networks.endVos = async (run) => {
    if (run === previousRun) await late;
  };
  let next: Promise<void> | null = null;
  fake.networks.segment = async () => {
    next ??= experiment.start(libby);
    return { seconds: 1 };
  };
  await experiment.start(dog);
  await next;
  expect(state()).toMatchObject({ sequenceName: 'libby', status: 'done' });
  release();
  await new Promise((resolve) => setTimeout(resolve));
  fake.calls = [];
  await experiment.configure({ crf: 30 });
  expect(fake.count('codec.ingest')).toBe(0);
  expect(fake.count('networks.segment')).toBe(2 * (FRAMES - 1));
});
