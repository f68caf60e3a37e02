import type { ColumnName } from '../results/columns.ts';
import {
  type ColumnState,
  type ExperimentState,
  STAGES,
  type Stage,
  type StageProgress,
} from './experimentState.ts';

/** Takes an update of the experiment's state; the store's `setState`, or a test's. */
export type UpdateExperiment = (update: (state: ExperimentState) => ExperimentState) => void;

/**
 * Writes an experiment's progress into its state. Once `close` is called nothing it is told has an
 * effect any more, so that a cancelled experiment's last frames cannot reach its successor.
 */
export class ProgressReporter {
  private open = true;

  constructor(private readonly update: UpdateExperiment) {}

  close(): void {
    this.open = false;
  }

  set(change: Partial<ExperimentState>): void {
    this.apply((state) => ({ ...state, ...change }));
  }

  /** Changes a column by a partial state, or by a function of what it is now. */
  column(
    name: ColumnName,
    change: Partial<ColumnState> | ((column: ColumnState) => Partial<ColumnState>),
  ): void {
    this.apply((state) => {
      const column = state.columns[name];
      const changed = typeof change === 'function' ? change(column) : change;
      return { ...state, columns: { ...state.columns, [name]: { ...column, ...changed } } };
    });
  }

  /** A stage begins, or goes on: `done` of `total` frames. */
  stage(stage: Stage, done: number, total: number): void {
    this.changeStage(stage, (progress) =>
      // A worker's last report can arrive after its result: what has ended stays ended.
      progress.endedAt !== null
        ? progress
        : {
            ...progress,
            status: 'running',
            done,
            total,
            startedAt: progress.startedAt ?? performance.now(),
          },
    );
  }

  endStage(stage: Stage, status: 'done' | 'failed' | 'skipped' = 'done'): void {
    this.changeStage(stage, (progress) => ({
      ...progress,
      status,
      done: status === 'done' ? progress.total : progress.done,
      endedAt: performance.now(),
    }));
  }

  /** Ends every stage that still runs: the experiment was cancelled or has failed. */
  stopRunning(): void {
    for (const stage of STAGES) {
      this.changeStage(stage, (progress) =>
        progress.status === 'running'
          ? { ...progress, status: 'stopped', endedAt: performance.now() }
          : progress,
      );
    }
  }

  private changeStage(stage: Stage, change: (progress: StageProgress) => StageProgress): void {
    this.apply((state) => ({
      ...state,
      stages: { ...state.stages, [stage]: change(state.stages[stage]) },
    }));
  }

  private apply(change: (state: ExperimentState) => ExperimentState): void {
    if (this.open) this.update(change);
  }
}
