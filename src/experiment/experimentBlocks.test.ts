import { expect, test } from 'vitest';
import { FRAMES, MASK_ERRORS, OBJECT_BITS, sequence, streamFile } from '../testing/fakeWorkers.ts';
import { withFrames } from './recording.ts';
import { recordingOf } from './recordingOf.ts';
import { columns } from './testing/testColumns.ts';
import { testExperiment } from './testing/testExperiment.ts';

const HEVC = { name: 'mine.mkv', data: new Blob(['x265']) };

test('columns on an HEVC video have the bits of the objects, and others none', async () => {
  const made = testExperiment();
  const wanted = columns('truth,orig,x265@45,ours@48');
  await made.experiment.start(sequence('dog'), { columns: wanted });
  const all = new Array(FRAMES).fill(OBJECT_BITS);
  expect(made.column('x265').objectBits).toEqual(all);
  expect(made.column('ours').objectBits).toEqual(all);
  expect(made.column('original').objectBits).toEqual([]);
  expect(made.column('truth').objectBits).toEqual([]);
  expect(made.resultOf('original')?.objectBits).toBeNull();
  // Half of each frame's pixels got three quarters of the bits.
  expect(made.resultOf('x265')?.objectBits).toEqual({
    inside: { pixels: 0, bits: 0 },
    innerBorder: { pixels: 32 * FRAMES, bits: 60 * FRAMES },
    outerBorder: { pixels: 32 * FRAMES, bits: 20 * FRAMES },
    background: { pixels: 0, bits: 0 },
    frames: { area: new Array(FRAMES).fill(0.5), bits: new Array(FRAMES).fill(0.75) },
  });
});

test.each(['orig,x265@45', 'x265@45,ours@48'])(
  'masks on a video are compared with those on the originals if another column has them: %s',
  async (list) => {
    const made = testExperiment();
    await made.experiment.start(sequence('dog'), { columns: columns(list) });
    // The first frame's masks are the annotation.
    expect(made.column('x265').maskErrors).toEqual([null, MASK_ERRORS, MASK_ERRORS, MASK_ERRORS]);
    expect(made.resultOf('x265')?.maskErrors?.kinds.skipped).toEqual({ object: 96, wrong: 24 });
  },
);

test.each(['x265@45', 'orig:stcn,x265@45', 'x265@45+truth,orig', 'ours@48+vos,orig'])(
  'VOS never runs on the originals for this alone, and other masks are not compared: %s',
  async (list) => {
    const made = testExperiment();
    const wanted = columns(list);
    await made.experiment.start(sequence('dog'), { columns: wanted });
    const withVos = wanted.filter(({ masks }) => masks.source === 'vos').length;
    expect(made.fake.count('networks.segment')).toBe(withVos * (FRAMES - 1));
    expect(made.state().columns.flatMap(({ maskErrors }) => maskErrors)).toEqual([]);
  },
);

test('blocks that cannot be read become a note that names the frame, and the column is complete', async () => {
  const made = testExperiment();
  made.fake.blocks.objectBits = async (_, place) =>
    place === 2
      ? { figure: null, fault: 'some of its slices are missing' }
      : { figure: OBJECT_BITS, fault: null };
  made.fake.blocks.maskErrors = async () => {
    throw new Error('It broke.');
  };
  await made.experiment.start(sequence('dog'), { columns: columns('orig,x265@45') });
  expect(made.state()).toMatchObject({ status: 'done', problem: null });
  const x265 = made.column('x265');
  expect(x265).toMatchObject({ complete: true, problem: null });
  expect(x265.objectBits[2]).toBeNull();
  expect(x265.objectBits[3]).toEqual(OBJECT_BITS);
  expect(x265.notes).toEqual([
    'The blocks of 3 frames of x265 cannot be read, so that the bits of the objects and the errors of the masks leave them out. Frame 1: An unexpected error occurred: It broke.',
  ]);
  expect(made.resultOf('x265')?.maskErrors).toBeNull();
});

test('masks on the originals that fail take only the comparison with them away', async () => {
  const made = testExperiment();
  made.fake.networks.segment = async (run) => {
    // The originals are there first.
    if (run === 1) throw new Error('The GPU was lost.');
    return { seconds: 1 };
  };
  await made.experiment.start(sequence('dog'), { columns: columns('orig,x265@45') });
  expect(made.kinds()).toEqual(['x265']);
  expect(made.column('x265')).toMatchObject({ complete: true, problem: null, maskErrors: [] });
  expect(made.resultOf('x265')?.objectBits).not.toBeNull();
  expect(made.resultOf('x265')?.maskErrors).toBeNull();
});

test('a user’s HEVC stream has figures; a stream of another codec has none, and no note', async () => {
  const media = { imported: { kind: 'stream', file: HEVC, title: 'mine' } } as const;
  const made = testExperiment();
  await made.experiment.start(sequence('dog'), { columns: columns('orig,import'), media });
  expect(made.column('imported').objectBits[0]).toEqual(OBJECT_BITS);
  const other = testExperiment();
  const { importStream } = other.fake.plainCodec;
  other.fake.codec.importStream = async (...inputs) => {
    const stream = await importStream(...inputs);
    return { ...stream, video: { ...stream.video, codec: 'VP9' } };
  };
  other.fake.videoFiles.stream = async (file) => streamFile(file);
  await other.experiment.start(sequence('dog'), { columns: columns('orig,import'), media });
  expect(other.column('imported')).toMatchObject({ objectBits: [], maskErrors: [], notes: [] });
  expect(other.fake.count('blocks.open')).toBe(0);
});

test('the videos of a recording are measured when it is shown, each once', async () => {
  const { experiment } = testExperiment();
  const wanted = columns('truth,orig,x265@45,ours@48');
  await experiment.start(sequence('dog'), { columns: wanted });
  const run = experiment.run();
  if (!run) throw new Error('the experiment has no run');
  const shown = testExperiment();
  const recording = recordingOf(run, 'file', null);
  await shown.experiment.show(recording, sequence('dog'));
  await expect.poll(() => shown.column('ours').objectBits.length).toBe(FRAMES);
  expect(shown.column('x265').objectBits[1]).toEqual(OBJECT_BITS);
  expect(shown.column('x265').maskErrors).toEqual([null, MASK_ERRORS, MASK_ERRORS, MASK_ERRORS]);
  expect(shown.fake.count('networks.segment')).toBe(0);
  await shown.experiment.show(recording, sequence('dog'));
  expect(shown.column('x265').objectBits).toHaveLength(FRAMES);
  expect(shown.fake.count('blocks.objectBits')).toBe(2 * FRAMES);
});

test('a recording that is still being read is measured once all of its pictures are there', async () => {
  const { experiment } = testExperiment();
  await experiment.start(sequence('dog'), { columns: columns('truth,orig,x265@45,ours@48') });
  const run = experiment.run();
  if (!run) throw new Error('the experiment has no run');
  const shown = testExperiment();
  let recording = withFrames(recordingOf(run, 'file', null), 0);
  await shown.experiment.show(recording, sequence('dog'));
  recording = shown.experiment.fillRecording(recording, FRAMES - 1);
  expect(shown.fake.count('blocks.objectBits')).toBe(0);
  // The last pictures of several videos: told more than once.
  recording = shown.experiment.fillRecording(recording, FRAMES);
  shown.experiment.fillRecording(recording, FRAMES);
  await expect.poll(() => shown.column('x265').objectBits.length).toBe(FRAMES);
  await expect.poll(() => shown.column('ours').objectBits.length).toBe(FRAMES);
  expect(shown.fake.count('blocks.objectBits')).toBe(2 * FRAMES);
});

test('a recorded video that cannot be read has a note', async () => {
  const { experiment } = testExperiment();
  await experiment.start(sequence('dog'), { columns: columns('truth,x265@45') });
  const run = experiment.run();
  if (!run) throw new Error('the experiment has no run');
  const shown = testExperiment();
  shown.fake.blocks.objectBits = async () => ({ figure: null, fault: 'it is damaged' });
  await shown.experiment.show(recordingOf(run, 'file', null), sequence('dog'));
  await expect
    .poll(() => shown.column('x265').notes.join())
    .toContain(`${FRAMES} frames of x265 cannot be read`);
});
