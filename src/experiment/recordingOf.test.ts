import { expect, test } from 'vitest';
import { sequence } from '../testing/fakeWorkers.ts';
import { madeUpProvenance } from '../testing/madeUpResults.ts';
import type { ColumnState } from './experimentState.ts';
import { recordingOf } from './recordingOf.ts';
import { columns } from './testing/testColumns.ts';
import { testExperiment } from './testing/testExperiment.ts';

/**
 * What the screen shows of a column; a recording has no decoded maps of the mask stream, and its
 * blocks are read again.
 */
function shown(state: ColumnState) {
  const { key: _, recorded, masks, search: __, objectBits, maskErrors, ...column } = state;
  const { maps: ___, original: ____, ...stream } = masks ?? { maps: null, original: null };
  return { ...column, stream };
}

test('a recording of a finished experiment shows the same', async () => {
  const { experiment, state } = testExperiment();
  const wanted = columns('truth,orig,x265@45,ours@48,ours@45+vos');
  await experiment.start(sequence('dog'), { columns: wanted });
  const run = experiment.run();
  if (!run) throw new Error('the experiment has no run');
  const recording = recordingOf(run, 'file', null);
  expect(recording.configuration).toEqual({
    columns: wanted,
    frameLimit: null,
    memoryFrames: null,
  });
  expect(recording.columns.map(shown)).toEqual(state().columns.map(shown));
});

test('pictures that several columns show are the same object in the run', async () => {
  const { experiment } = testExperiment();
  await experiment.start(sequence('dog'), { columns: columns('truth,orig,x265@45,ours@45') });
  const run = experiment.run();
  const [truth, original, x265, ours] = run?.columns ?? [];
  expect(truth?.pictures).toBe(original?.pictures);
  expect(run?.original).toBe(original?.pictures);
  // Ours is enhanced from the pictures that x265 shows.
  expect(ours?.decoded).toBe(x265?.pictures);
  expect(ours?.pictures).not.toBe(x265?.pictures);
});

test('an experiment with a column that failed, or with recorded columns, is no run', async () => {
  const { experiment, fake } = testExperiment();
  fake.networks.enhance = async () => {
    throw new Error('The GPU was lost.');
  };
  await experiment.start(sequence('dog'), { columns: columns('orig,x265@45,ours@45') });
  expect(experiment.run()).toBeNull();
  const other = testExperiment();
  await other.experiment.start(sequence('dog'), { columns: columns('orig,x265@45') });
  const run = other.experiment.run();
  if (!run) throw new Error('the experiment has no run');
  const recording = { ...recordingOf(run, 'kept', null), provenance: madeUpProvenance() };
  await experiment.show(recording, sequence('dog'));
  expect(experiment.run()).toBeNull();
});
