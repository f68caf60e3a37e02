// The page of experimentInChromium.test.ts: the experiment with its real workers.

import { sourceYuv } from '../../codec/sourceYuv.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { fingerprint } from '../../sequence/fingerprint.ts';
import { Library } from '../../sequence/library.ts';
import { readVideoFacts } from '../../testing/videoReader.ts';
import { Experiment } from '../experiment.ts';
import type { ColumnState, ExperimentState } from '../experimentState.ts';
import { createWorkers } from '../workers.ts';
import { AT_45, columns } from './testColumns.ts';

/** Outcome of an experiment after a change, compared with the state before. */
export interface Outcome {
  readonly status: string;
  readonly problem: string | null;
  /** Columns of its result. */
  readonly columns: readonly string[];
  /** True when the provenance has the hash that reading the files again gives. */
  readonly sameInput: boolean;
  readonly JF: Readonly<Record<string, number>>;
  /** True when x265's video is the same object: nothing was encoded again. */
  readonly sameVideo: boolean;
  /** Columns whose label maps are in the same memory. */
  readonly sameMaps: readonly string[];
}

declare global {
  interface Window {
    /**
     * Runs the built-in sequence, then imports its own frames without their last `missingBytes`.
     */
    importOwnPictures(frameLimit: number, missingBytes: number): Promise<Outcome>;
  }
}

function columnOf({ columns: all }: ExperimentState, kind: string): ColumnState {
  const found = all.find(({ spec }) => columnKind(spec) === kind);
  if (!found) throw new Error(`there is no column of ${kind}`);
  return found;
}

const experiment = new Experiment(createWorkers());
const library = new Library('/', readVideoFacts);

window.importOwnPictures = async (frameLimit, missingBytes) => {
  await library.load();
  const source = library.find(null);
  if (!source) throw new Error('there is no built-in sequence');
  const media = { imported: null };
  await experiment.start(source, { provider: 'wasm', frameLimit, columns: AT_45, media });
  const before = experiment.store.getState().experiment;
  const { frames } = columnOf(before, 'original').pictures;
  if (!frames) throw new Error(before.problem ?? 'no frames were read');
  const yuv = sourceYuv(frames);
  const file = { name: 'output.yuv', data: yuv.slice(0, yuv.size - missingBytes) };
  const imported = { title: 'copy', kind: 'frames', file, bitstream: null } as const;
  const wanted = [...AT_45, ...columns('import')];
  await experiment.configure({ columns: wanted, media: { imported } });
  const { experiment: after, result } = experiment.store.getState();
  const made = (result?.columns ?? []).map((column) => [columnKind(column.spec), column] as const);
  return {
    status: after.status,
    problem: after.problem,
    columns: made.map(([kind]) => kind),
    sameInput: result?.provenance.input === (await fingerprint({ ...source }, frameLimit)),
    JF: Object.fromEntries(made.map(([kind, { JF }]) => [kind, JF])),
    sameVideo: columnOf(after, 'x265').video === columnOf(before, 'x265').video,
    sameMaps: before.columns
      .filter(({ key, maps }) => after.columns.some((now) => now.key === key && now.maps === maps))
      .map(({ spec }) => columnKind(spec)),
  };
};
