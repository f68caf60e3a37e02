import type { ColumnName } from '../results/columns.ts';
import {
  type ColumnState,
  type ExperimentState,
  STAGES,
  type Stage,
  type StageProgress,
} from './experimentState.ts';

/** Applies an update to the experiment's state, e.g. the store's `setState`. */
export type UpdateExperiment = (update: (state: ExperimentState) => ExperimentState) => void;

/**
 * Writes an experiment's progress into its state. After `close`, all calls are ignored, so that
 * late frames of a cancelled experiment cannot change the state of the next one.
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

  /** Updates a column with a partial state, or with a function of its current state. */
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

  /** Starts a stage or updates its progress: `done` of `total` frames. */
  stage(stage: Stage, done: number, total: number): void {
    this.changeStage(stage, (progress) =>
      // A worker's last progress report can arrive after its result: ignore it.
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

  /** Marks all running stages as stopped, after the experiment was cancelled or failed. */
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
