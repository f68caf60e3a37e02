import { expect, test } from 'vitest';
import { FRAMES, sequence } from '../testing/fakeWorkers.ts';
import { madeUpProvenance } from '../testing/madeUpResults.ts';
import type { ExperimentMedia } from './media.ts';
import { type Recording, withFrames } from './recording.ts';
import { AT_45, columns } from './testing/testColumns.ts';
import { NOTHING, testExperiment } from './testing/testExperiment.ts';

/** A recording of what an experiment has made. */
async function recordingOf(spec = AT_45, media: Partial<ExperimentMedia> = {}): Promise<Recording> {
  const { experiment, state } = testExperiment();
  await experiment.start(sequence('dog'), { columns: spec, media });
  const { columns: made, ...facts } = state();
  return {
    origin: 'built-in',
    provenance: madeUpProvenance(),
    psnrY: 43,
    configuration: { columns: spec, frameLimit: null, memoryFrames: null },
    sequence: facts,
    truth: null,
    columns: made.map((column) => ({ ...column, recorded: true })),
  };
}

test('a recording is shown without computing anything', async () => {
  const recording = await recordingOf();
  const { experiment, state, callsOf, result } = testExperiment();
  expect(await callsOf(() => experiment.show(recording, sequence('dog')))).toEqual(NOTHING);
  expect(state()).toMatchObject({ status: 'done', sequenceName: 'dog', frameCount: FRAMES });
  expect(state().recording?.origin).toBe('built-in');
  expect(state().columns.map(({ recorded }) => recorded)).toEqual([true, true, true]);
  // It is no new result.
  expect(result()).toBeNull();
});

test('going back to the recorded columns shows all of them recorded', async () => {
  const recorded = columns('truth,orig,x265@45');
  const recording = await recordingOf(recorded);
  const { experiment, state } = testExperiment();
  await experiment.show(recording, sequence('dog'));
  const isRecorded = () => state().columns.map((column) => column.recorded);
  await experiment.configure({ columns: columns('truth,orig,x265@40') });
  expect(isRecorded()).toEqual([true, true, false]);
  await experiment.configure({ columns: recorded });
  expect(isRecorded()).toEqual([true, true, true]);
  expect(state()).toMatchObject({ status: 'done', problem: null });
});

test('a changed column is computed, and the others stay recorded', async () => {
  const recording = await recordingOf();
  const { experiment, state, callsOf } = testExperiment();
  await experiment.show(recording, sequence('dog'));
  const change = () => experiment.configure({ columns: columns('orig,x265@45,ours@48') });
  // VOS on the originals makes the masks of ours.
  expect(await callsOf(change)).toMatchObject({ encoded: 1, segmented: FRAMES - 1 });
  expect(state().columns.map(({ recorded }) => recorded)).toEqual([true, true, false]);
  expect(state()).toMatchObject({ status: 'done', problem: null });
});

test('a live run takes the columns over, one by one, as each is complete', async () => {
  const recording = await recordingOf();
  const { experiment, fake, state, result } = testExperiment();
  const dog = sequence('dog');
  await experiment.show(recording, dog);
  const seen = new Set<string>();
  fake.networks.segment = async () => {
    seen.add(
      state()
        .columns.map(({ recorded }) => (recorded ? 'r' : 'l'))
        .join(''),
    );
    return { seconds: 1 };
  };
  await experiment.start(dog);
  expect(state().columns.map(({ recorded }) => recorded)).toEqual([false, false, false]);
  expect(state().recording).toBeNull();
  expect(seen.has('rrr')).toBe(true);
  expect(seen.has('lll')).toBe(false);
  expect(result()?.columns).toHaveLength(3);
});

test('another length leaves the recording', async () => {
  const recording = await recordingOf();
  const { experiment, state } = testExperiment();
  await experiment.show(recording, sequence('dog'));
  await experiment.configure({ frameLimit: 3 });
  expect(state().recording).toBeNull();
  expect(state()).toMatchObject({ status: 'done', frameCount: 3 });
});

test('a rate that refers to x265 is not that of the recording beside another x265 column', async () => {
  const recording = await recordingOf(columns('orig,x265@45,ours@-15%'));
  const { experiment, state } = testExperiment();
  await experiment.show(recording, sequence('dog'));
  await experiment.configure({ columns: columns('orig,x265@37,ours@-15%') });
  expect(state().columns.map(({ recorded }) => recorded)).toEqual([true, false, false]);
  await experiment.configure({ columns: columns('orig,x265@45,ours@-15%') });
  expect(state().columns.map(({ recorded }) => recorded)).toEqual([true, true, true]);
});

test('a computed column can refer to a recorded one whose CRF was found', async () => {
  const recording = await recordingOf(columns('orig,x265@1bpp,ours@48'));
  const { experiment, state } = testExperiment();
  await experiment.show(recording, sequence('dog'));
  await experiment.configure({ columns: columns('orig,x265@1bpp,ours@same') });
  expect(state().columns.map(({ recorded }) => recorded)).toEqual([true, true, false]);
  expect(state().columns.map(({ complete }) => complete)).toEqual([true, true, true]);
});

test('another import is not that of the recording', async () => {
  const imported = (title: string): ExperimentMedia['imported'] => {
    const file = { name: title, data: new Blob([new Uint8Array(FRAMES * 96)]) };
    return { title, kind: 'frames', file, bitstream: null };
  };
  const list = columns('orig,import');
  const recording = await recordingOf(list, { imported: imported('old.yuv') });
  const { experiment, state } = testExperiment();
  await experiment.show(recording, sequence('dog'));
  expect(state().columns[1]).toMatchObject({ title: 'old.yuv', recorded: true });
  await experiment.configure({ media: { imported: imported('new.yuv') } });
  expect(state().columns[1]).toMatchObject({ title: 'new.yuv', recorded: false, complete: true });
});

test('columns can be removed while the pictures of the recording are read', async () => {
  const recording = await recordingOf(columns('orig,x265@45,ours@48'));
  const { experiment, state } = testExperiment();
  const opening = withFrames(recording, 0);
  await experiment.show(opening, sequence('dog'));
  await experiment.configure({ columns: columns('orig,ours@48') });
  experiment.fillRecording(opening, FRAMES);
  expect(state().columns.map(({ recorded }) => recorded)).toEqual([true, true]);
  expect(state().columns.map(({ complete }) => complete)).toEqual([true, true]);
});
