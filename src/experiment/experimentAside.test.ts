import { expect, test } from 'vitest';
import { sequence } from '../testing/fakeWorkers.ts';
import { madeUpProvenance } from '../testing/madeUpResults.ts';
import type { Recording } from './recording.ts';
import { AT_45, columns } from './testing/testColumns.ts';
import { NOTHING, testExperiment } from './testing/testExperiment.ts';

// What is on the screen is put aside while a talk is presented, and comes back at its end.

const dog = sequence('dog');
const cat = sequence('cat');

/** A recording of what an experiment with dog has made. */
async function recordingOf(spec = AT_45): Promise<Recording> {
  const { experiment, state } = testExperiment();
  await experiment.start(dog, { columns: spec });
  const { columns: made, ...facts } = state();
  return {
    ...{ origin: 'file', provenance: madeUpProvenance(), psnrY: 43, truth: null },
    configuration: { columns: spec, frameLimit: null, memoryFrames: null },
    sequence: facts,
    columns: made.map((column) => ({ ...column, recorded: true })),
  };
}

test('what was computed comes back without computing, however little memory there is', async () => {
  const recording = await recordingOf();
  const { experiment, state, result, callsOf } = testExperiment();
  experiment.limitMemory(0);
  await experiment.start(cat, { columns: AT_45 });
  const before = { columns: state().columns, result: result() };
  const comeBack = experiment.setAside();
  await experiment.show(recording, dog);
  const calls = await callsOf(async () => {
    await comeBack();
    await expect.poll(() => state().status).toBe('done');
  });
  expect(calls).toEqual(NOTHING);
  expect(state().sequenceName).toBe('cat');
  expect(state().columns.map(({ scores }) => scores)).toEqual(
    before.columns.map(({ scores }) => scores),
  );
  expect(result()?.columns).toEqual(before.result?.columns);
  expect(state().recording).toBeNull();
});

test('a recording comes back with the columns that were shown of it', async () => {
  const first = await recordingOf();
  const second = await recordingOf(columns('truth,orig'));
  const { experiment, state, callsOf } = testExperiment();
  // Its sequence need not be here.
  await experiment.show(first, null);
  await experiment.configure({ columns: columns('x265@45,orig') });
  const comeBack = experiment.setAside();
  await experiment.show(second, null);
  expect(await callsOf(comeBack)).toEqual(NOTHING);
  expect(state().columns.map(({ title }) => title)).toEqual(['x265', 'Original']);
  expect(state().columns.every(({ recorded }) => recorded)).toBe(true);
});

test('a column that was computed beside a recording comes back beside it', async () => {
  const recording = await recordingOf();
  const { experiment, state, callsOf } = testExperiment();
  await experiment.show(recording, dog);
  await experiment.configure({ columns: columns('orig,x265@45,ours@48') });
  const recorded = () => state().columns.map((column) => column.recorded);
  expect(recorded()).toEqual([true, true, false]);
  const comeBack = experiment.setAside();
  await experiment.show(await recordingOf(columns('truth,orig')), dog);
  const calls = await callsOf(async () => {
    await comeBack();
    await expect.poll(() => state().status).toBe('done');
  });
  expect(calls).toEqual(NOTHING);
  expect(recorded()).toEqual([true, true, false]);
  expect(state().columns.every(({ complete }) => complete)).toBe(true);
});

test('what was being computed goes on, and what was cancelled stays so', async () => {
  const recording = await recordingOf();
  const { experiment, state } = testExperiment();
  void experiment.start(cat, { columns: AT_45 });
  const goOn = experiment.setAside();
  await experiment.show(recording, dog);
  await goOn();
  await expect.poll(() => state().status).toBe('done');
  expect(state().columns.every(({ complete }) => complete)).toBe(true);

  void experiment.start(cat, { columns: columns('orig,x265@37') });
  await experiment.cancel();
  await expect.poll(() => state().status).toBe('cancelled');
  const comeBack = experiment.setAside();
  await experiment.show(recording, dog);
  await comeBack();
  await expect.poll(() => state().status).toBe('cancelled');
  expect(state().sequenceName).toBe('cat');
});

test('a page on which nothing was open is empty again', async () => {
  const { experiment, state } = testExperiment();
  const comeBack = experiment.setAside();
  await experiment.show(await recordingOf(), dog);
  await comeBack();
  expect(state()).toMatchObject({ status: 'idle', recording: null, columns: [] });
  expect(experiment.store.getState().source).toBeNull();
});
