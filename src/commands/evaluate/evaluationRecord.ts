import { formatColumnList } from '../../results/columnList.ts';
import type { Failure, ResultSet } from '../../results/resultFile.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { isResultOf, type PlannedExperiment } from './experiments.ts';

/** Results and failures of an evaluation, including those of an interrupted run. */
export class EvaluationRecord {
  private results: readonly SequenceResult[];
  private failed: readonly Failure[];

  /** @param earlier results and failures of an interrupted run */
  constructor(earlier: ResultSet | null) {
    this.results = earlier?.sequences ?? [];
    this.failed = earlier?.failures ?? [];
  }

  get sequences(): readonly SequenceResult[] {
    return this.results;
  }

  get failures(): readonly Failure[] {
    return this.failed;
  }

  /** The experiment's result; null if there is none, also after a failure. */
  resultOf(experiment: PlannedExperiment): SequenceResult | null {
    return this.results.find((result) => isResultOf(result, experiment)) ?? null;
  }

  succeed(experiment: PlannedExperiment, result: SequenceResult): void {
    this.results = [...this.results.filter((other) => !isResultOf(other, experiment)), result];
    this.failed = this.failed.filter((failure) => !isFailureOf(failure, experiment));
  }

  fail(experiment: PlannedExperiment, problem: string): void {
    const { name, columns } = experiment;
    const others = this.failed.filter((failure) => !isFailureOf(failure, experiment));
    this.failed = [...others, { name, columns: formatColumnList(columns), problem }];
  }

  /** Drops failures that belong to none of the experiments that are still to be run. */
  dropOldFailures(waiting: readonly PlannedExperiment[]): void {
    this.failed = this.failed.filter((failure) =>
      waiting.some((experiment) => isFailureOf(failure, experiment)),
    );
  }

  /** Adds the failure of a sequence, or of the folder, that cannot be opened. */
  failWhole(name: string, problem: string): void {
    const others = this.failed.filter((failure) => failure.name !== name);
    this.failed = [...others, { name, columns: null, problem }];
  }
}

/** True when the failure is of this experiment or of its whole sequence. */
export function isFailureOf(failure: Failure, { name, columns }: PlannedExperiment): boolean {
  return (
    failure.name === name &&
    (failure.columns === null || failure.columns === formatColumnList(columns))
  );
}
