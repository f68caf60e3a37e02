import { formatColumnList } from '../../results/columnList.ts';
import type { Failure, ResultSet } from '../../results/resultFile.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import type { FoundRate, TargetRates } from './environment.ts';
import { isResultOf, type PlannedExperiment } from './experiments.ts';

/** Results, failures and found CRFs of an evaluation, including those of an interrupted run. */
export class EvaluationRecord {
  private results: readonly SequenceResult[];
  private failed: readonly Failure[];
  private rates: TargetRates;

  /**
   * @param earlier results and failures of an interrupted run
   * @param earlierRates CRFs that the interrupted run found
   */
  constructor(earlier: ResultSet | null, earlierRates: TargetRates = {}) {
    this.results = earlier?.sequences ?? [];
    this.failed = earlier?.failures ?? [];
    const known = Object.entries(earlierRates).flatMap(([name, rate]) => {
      const input = rate.input ?? inputAtRate(this.results, name, rate);
      return input === null ? [] : [[name, { ...rate, input }] as const];
    });
    this.rates = Object.fromEntries(known);
  }

  get sequences(): readonly SequenceResult[] {
    return this.results;
  }

  get failures(): readonly Failure[] {
    return this.failed;
  }

  /** CRFs found for a wanted rate, by sequence. */
  get targetRates(): TargetRates {
    return this.rates;
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

  /** Adds the CRF for a sequence's wanted rate, which all networks use. */
  addRate(name: string, rate: FoundRate): void {
    this.rates = { ...this.rates, [name]: rate };
  }
}

/**
 * The input for which an older version, which did not save it, found a CRF: that of the sequence's
 * result at this CRF, or null if there is none.
 */
function inputAtRate(
  results: readonly SequenceResult[],
  name: string,
  { crf }: FoundRate,
): string | null {
  const result = results.find(
    ({ name: other, columns }) => other === name && columns.some((column) => column.crf === crf),
  );
  return result?.provenance.input ?? null;
}

/** True when the failure is of this experiment or of its whole sequence. */
export function isFailureOf(failure: Failure, { name, columns }: PlannedExperiment): boolean {
  return (
    failure.name === name &&
    (failure.columns === null || failure.columns === formatColumnList(columns))
  );
}
