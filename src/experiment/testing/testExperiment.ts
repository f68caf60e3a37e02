import { columnKind } from '../../results/columnSpec.ts';
import { FakeWorkers } from '../../testing/fakeWorkers.ts';
import { Experiment } from '../experiment.ts';
import type { ColumnState } from '../experimentState.ts';

/** An experiment with fake workers, and what tests look at. */
export function testExperiment() {
  const fake = new FakeWorkers();
  const experiment = new Experiment(fake.workers);
  const state = () => experiment.store.getState().experiment;
  const result = () => experiment.store.getState().result;
  return {
    fake,
    experiment,
    state,
    result,
    /** The first column of a kind. */
    column(kind: string): ColumnState {
      const found = state().columns.find(({ spec }) => columnKind(spec) === kind);
      if (!found) throw new RangeError(`there is no column of ${kind}`);
      return found;
    },
    /** The first column of a kind in the result. */
    resultOf: (kind: string) =>
      result()?.columns.find(({ spec }) => columnKind(spec) === kind) ?? null,
    /** The kinds of the result's columns. */
    kinds: () => result()?.columns.map(({ spec }) => columnKind(spec)) ?? [],
    /** The progress of a kind of stage. */
    stage: (kind: string) => state().stages.find((stage) => stage.kind === kind),
    /** Counts the workers' calls during `act`. */
    async callsOf(act: () => Promise<unknown>) {
      fake.calls = [];
      await act();
      return {
        read: fake.count('codec.ingest'),
        encoded: fake.count('codec.encode') + fake.count('codec.importStream'),
        imported: fake.count('codec.importFrames'),
        masksCoded: fake.count('masks.encode'),
        masksDecoded: fake.count('masks.decode'),
        enhanced: fake.count('networks.enhance'),
        segmented: fake.count('networks.segment'),
      };
    },
  };
}

/** What {@link testExperiment} counts if nothing is made. */
export const NOTHING = {
  read: 0,
  encoded: 0,
  imported: 0,
  masksCoded: 0,
  masksDecoded: 0,
  enhanced: 0,
  segmented: 0,
};
