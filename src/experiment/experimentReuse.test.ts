import { beforeEach, expect, test } from 'vitest';
import { frameBytes } from '../sequence/frames.ts';
import { FRAMES, SIZE, sequence } from '../testing/fakeWorkers.ts';
import { AT_45, columns, WITHOUT_MASKS } from './testing/testColumns.ts';
import { NOTHING, testExperiment } from './testing/testExperiment.ts';

let made: ReturnType<typeof testExperiment>;

beforeEach(async () => {
  made = testExperiment();
  await made.experiment.configure({ columns: WITHOUT_MASKS });
});

const named = (name: string, ...parts: BlobPart[]) => ({ name, data: new Blob(parts) });

const pictures = named('output.yuv', new Uint8Array(FRAMES * frameBytes(SIZE)));
const imported = { title: 'VVenC', kind: 'frames', file: pictures, bitstream: null } as const;
const WITH_IMPORT = [...WITHOUT_MASKS, ...columns('import')];
const X265_TEXT = 'x265 (build 199) - H.265/HEVC codec - options: rc=crf crf=30.0 qcomp=0.60';

test('an import computes only its column', async () => {
  const { experiment, state, callsOf, kinds } = made;
  await experiment.start(sequence('dog'));
  const before = state().columns;
  const change = { columns: WITH_IMPORT, media: { imported } };
  expect(await callsOf(() => experiment.configure(change))).toEqual({
    ...NOTHING,
    imported: 1,
    segmented: FRAMES - 1,
  });
  expect(state().status).toBe('done');
  expect(state().columns.slice(0, 3)).toEqual(before);
  expect(kinds()).toEqual(['original', 'x265', 'ours', 'imported']);
});

test('a bitstream of an import is read without reading its frames again', async () => {
  const { experiment, callsOf, resultOf, column } = made;
  await experiment.start(sequence('dog'), { columns: WITH_IMPORT, media: { imported } });
  expect(resultOf('imported')?.bpp).toBeNull();
  const bitstream = named('video.obu', new Uint8Array(64));
  const change = { media: { imported: { ...imported, bitstream } } };
  expect(await callsOf(() => experiment.configure(change))).toEqual(NOTHING);
  expect(resultOf('imported')?.bpp?.total).toBe(2);
  expect(column('imported').notes).toHaveLength(1);
});

test('another title computes nothing and is in the result', async () => {
  const { experiment, state, fake, column, resultOf } = made;
  await experiment.start(sequence('dog'), { columns: WITH_IMPORT, media: { imported } });
  fake.calls = [];
  await experiment.configure({ media: { imported: { ...imported, title: 'VVenC slow' } } });
  expect(fake.calls).toEqual([]);
  expect(state().status).toBe('done');
  expect(column('imported').title).toBe('VVenC slow');
  expect(resultOf('imported')?.title).toBe('VVenC slow');
});

test('another title during an experiment is in the result and restarts nothing', async () => {
  const { experiment, fake, callsOf, resultOf } = made;
  let renamed = false;
  fake.networks.enhance = async () => {
    if (!renamed)
      void experiment.configure({ media: { imported: { ...imported, title: 'later' } } });
    renamed = true;
    return { seconds: 1 };
  };
  const start = () =>
    experiment.start(sequence('dog'), { columns: WITH_IMPORT, media: { imported } });
  expect(await callsOf(start)).toMatchObject({
    ...{ encoded: 1, imported: 1 },
    enhanced: FRAMES,
    segmented: 4 * (FRAMES - 1),
  });
  expect(resultOf('imported')?.title).toBe('later');
});

test('after removing the import, the other columns stay as they are', async () => {
  const { experiment, state, callsOf, kinds, result } = made;
  await experiment.start(sequence('dog'), { columns: WITH_IMPORT, media: { imported } });
  const change = { columns: WITHOUT_MASKS, media: { imported: null } };
  expect(await callsOf(() => experiment.configure(change))).toEqual(NOTHING);
  expect(state().status).toBe('done');
  expect(kinds()).toEqual(['original', 'x265', 'ours']);
  expect(result()?.provenance.givenFiles).toEqual([]);
});

test('an import while VOS runs: each column continues', async () => {
  const { experiment, state, fake, callsOf } = made;
  let second: Promise<void> | null = null;
  fake.networks.enhance = async (_, index) => {
    if (index === 2) second ??= experiment.configure({ columns: WITH_IMPORT, media: { imported } });
    return { seconds: 1 };
  };
  const all = await callsOf(async () => {
    await experiment.start(sequence('dog'));
    await second;
  });
  expect(state().status).toBe('done');
  expect(all).toMatchObject({ encoded: 1, segmented: 4 * (FRAMES - 1) });
});

test('a user-supplied stream is decoded once; if it contains its CRF, a new assumed CRF changes nothing', async () => {
  const { experiment, callsOf, resultOf } = made;
  const x265Stream = named('supplied.mkv', X265_TEXT);
  const supplied = columns('orig,x265@stream,ours@stream+vos');
  const start = () =>
    experiment.start(sequence('dog'), { columns: supplied, media: { x265Stream } });
  expect(await callsOf(start)).toMatchObject({ encoded: 1 });
  const change = { columns: columns('orig,x265@stream20,ours@stream20+vos') };
  expect(await callsOf(() => experiment.configure(change))).toEqual(NOTHING);
  expect(resultOf('ours')?.crf).toBe(30);
});

test('if a user-supplied stream does not contain its CRF, a new assumed CRF enhances again', async () => {
  const { experiment, callsOf } = made;
  const x265Stream = named('supplied.mkv', 'Lavc60 libvpx');
  const supplied = columns('orig,x265@stream,ours@stream+vos');
  await experiment.start(sequence('dog'), { columns: supplied, media: { x265Stream } });
  const change = { columns: columns('orig,x265@stream20,ours@stream20+vos') };
  expect(await callsOf(() => experiment.configure(change))).toEqual({
    ...NOTHING,
    enhanced: FRAMES,
    segmented: FRAMES - 1,
  });
});

test('another network segments all columns again, with the same video and enhanced pictures', async () => {
  const { experiment, callsOf } = made;
  await experiment.start(sequence('dog'));
  const change = { columns: columns('orig:stcn,x265@45:stcn,ours@45+vos:stcn') };
  expect(await callsOf(() => experiment.configure(change))).toEqual({
    ...NOTHING,
    segmented: 3 * (FRAMES - 1),
  });
});

test('runs that were lost by a cancel while networks load start again', async () => {
  const { experiment, state, fake, callsOf } = made;
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
  await experiment.start(dog, { memoryFrames: 5 });
  expect(state().status).toBe('cancelled');
  fake.networks = {};
  expect(await callsOf(() => experiment.start(dog))).toMatchObject({
    segmented: 3 * (FRAMES - 1),
  });
  expect(state().status).toBe('done');
});

/** Makes the networks report WebGPU from now on. */
function moveToWebGpu() {
  made.fake.networks.prepare = async () => ({
    ...{ provider: 'webgpu', device: 'a GPU', adapter: null, threads: 1, opened: 2 },
    ...{ onnxruntimeWeb: '1.30.0', reason: null, goldenDifference: 0 },
    ...{ precision: 'float32', float16Disagreement: null, float16Reason: null },
    ...{ float16EnhancerDifference: null, memoryFrames: null },
  });
}

test('results of another provider are not reused, whatever provider was configured', async () => {
  const { experiment, callsOf, result } = made;
  await experiment.start(sequence('dog'));
  expect(await callsOf(() => experiment.configure({ provider: 'wasm' }))).toEqual(NOTHING);
  moveToWebGpu();
  expect(await callsOf(() => experiment.configure({ provider: 'webgpu' }))).toEqual({
    ...NOTHING,
    enhanced: FRAMES,
    segmented: 3 * (FRAMES - 1),
  });
  expect(result()?.columns.map(({ provider }) => provider)).toEqual(['webgpu', 'webgpu', 'webgpu']);
});

test('unfinished runs of another provider are freed', async () => {
  const { experiment, state, fake } = made;
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
  await experiment.start(dog, { provider: 'webgpu' });
  expect(state().status).toBe('done');
  expect(begun).toHaveLength(6);
});

test('a mask stream is kept when the video changes', async () => {
  const { experiment, callsOf } = made;
  await experiment.start(sequence('dog'), { columns: AT_45 });
  const change = { columns: columns('orig,x265@30,ours@30') };
  expect(await callsOf(() => experiment.configure(change))).toMatchObject({
    encoded: 1,
    masksCoded: 0,
    enhanced: FRAMES,
  });
});
