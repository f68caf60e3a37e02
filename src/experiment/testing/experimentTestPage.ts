// The page of experimentInChromium.test.ts: the experiment with its real workers.
import { sourceYuv } from '../../codec/sourceYuv.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from '../../results/columns.ts';
import { fingerprint } from '../../sequence/fingerprint.ts';
import { Library } from '../../sequence/library.ts';
import { Experiment } from '../experiment.ts';
import { createWorkers } from '../workers.ts';

/** Outcome of an experiment after a change, compared with the state before. */
export interface Outcome {
  readonly status: string;
  readonly problem: string | null;
  /** Columns of its result. */
  readonly columns: readonly string[];
  /** True when the provenance has the hash that reading the files again gives. */
  readonly sameInput: boolean;
  readonly JF: Readonly<Partial<Record<ComputedColumn, number>>>;
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

const experiment = new Experiment(createWorkers());
const library = new Library('/');

window.importOwnPictures = async (frameLimit, missingBytes) => {
  await library.load();
  const source = library.find(null);
  if (!source) throw new Error('there is no built-in sequence');
  const media = { imported: null };
  await experiment.start(source, { provider: 'wasm', frameLimit, media });
  const before = experiment.store.getState().experiment;
  const { frames } = before.columns.truth;
  if (!frames) throw new Error(before.problem ?? 'no frames were read');
  const yuv = sourceYuv(frames);
  const file = { name: 'output.yuv', data: yuv.slice(0, yuv.size - missingBytes) };
  const imported = { title: 'copy', kind: 'frames', file, bitstream: null } as const;
  await experiment.configure({ media: { imported } });
  const { experiment: after, result } = experiment.store.getState();
  const columns = (result?.columns ?? []).map(
    (column) => [columnKind(column.spec), column] as const,
  );
  return {
    status: after.status,
    problem: after.problem,
    columns: columns.map(([name]) => name),
    sameInput: result?.provenance.input === (await fingerprint({ ...source }, frameLimit)),
    JF: Object.fromEntries(columns.map(([name, { JF }]) => [name, JF])),
    sameVideo: after.video !== null && after.video === before.video,
    sameMaps: COMPUTED_COLUMNS.filter(
      (name) =>
        after.columns[name].maps !== null && after.columns[name].maps === before.columns[name].maps,
    ),
  };
};
