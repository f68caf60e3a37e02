import type { Failure, ResultSet } from '../../results/resultFile.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import type { FoundRate, TargetRates } from './environment.ts';
import { isResultOf, type PlannedExperiment } from './experiments.ts';

/** What an evaluation has so far: results, failures, CRFs found; those of an interrupted run included. */
export class EvaluationRecord {
  private results: readonly SequenceResult[];
  private failed: readonly Failure[];
  private rates: TargetRates;

  /**
   * @param earlier what an interrupted run left
   * @param earlierRates the CRFs that it had found
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

  /** The experiment's result; null where there is none, or a failure, which is tried again. */
  resultOf(experiment: PlannedExperiment): SequenceResult | null {
    return this.results.find((result) => isResultOf(result, experiment)) ?? null;
  }

  succeed(experiment: PlannedExperiment, result: SequenceResult): void {
    this.results = [...this.results.filter((other) => !isResultOf(other, experiment)), result];
    this.failed = this.failed.filter((failure) => !isFailureOf(failure, experiment));
  }

  fail(experiment: PlannedExperiment, problem: string): void {
    const { name, network, crf } = experiment;
    const others = this.failed.filter((failure) => !isFailureOf(failure, experiment));
    this.failed = [...others, { name, crf, network, problem }];
  }

  /** Drops the failures that none of these experiments, those still to be run, will settle. */
  dropOldFailures(waiting: readonly PlannedExperiment[]): void {
    this.failed = this.failed.filter((failure) =>
      waiting.some((experiment) => isFailureOf(failure, experiment)),
    );
  }

  /** A sequence, or the whole folder, that cannot even be opened. */
  failWhole(name: string, problem: string): void {
    const others = this.failed.filter((failure) => failure.name !== name);
    this.failed = [...others, { name, crf: null, problem }];
  }

  /** Takes up the CRF of a sequence's wanted rate: all networks share it. */
  findRate(name: string, rate: FoundRate): void {
    this.rates = { ...this.rates, [name]: rate };
  }
}

/**
 * The pictures that an older version, which did not say so, found a CRF for: those of the sequence's
 * result at this CRF. Null where it has none, so that nobody knows them.
 */
function inputAtRate(
  results: readonly SequenceResult[],
  name: string,
  { crf }: FoundRate,
): string | null {
  const result = results.find((other) => other.name === name && other.configuration.crf === crf);
  return result?.provenance.input ?? null;
}

/** True where the failure can be this experiment's, or is its whole sequence's. */
export function isFailureOf(failure: Failure, { name, network, crf }: PlannedExperiment): boolean {
  return (
    failure.name === name &&
    (failure.crf === null || failure.crf === crf) &&
    (failure.network === undefined || failure.network === network)
  );
}
