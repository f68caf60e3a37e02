import type { Failure, ResultSet } from '../../experiment/resultFile.ts';
import type { SequenceResult } from '../../experiment/resultSchema.ts';
import { isResultOf, type PlannedExperiment } from './experiments.ts';

/** A failure and the network that it happened with; null where it is not known or any. */
interface KnownFailure {
  readonly failure: Failure;
  readonly network: string | null;
}

/** What an evaluation has so far: results and failures, those of an interrupted run included. */
export class EvaluationRecord {
  private results: readonly SequenceResult[];
  private failed: readonly KnownFailure[];

  /**
   * @param earlier what an interrupted run left
   * @param names the sequences of this run: failures of others are history
   */
  constructor(earlier: ResultSet | null, names: readonly string[]) {
    this.results = earlier?.sequences ?? [];
    // They are tried again, which settles them whatever their network was.
    const failures = earlier?.failures.filter(({ name }) => names.includes(name)) ?? [];
    this.failed = failures.map((failure) => ({ failure, network: null }));
  }

  get sequences(): readonly SequenceResult[] {
    return this.results;
  }

  get failures(): readonly Failure[] {
    return this.failed.map(({ failure }) => failure);
  }

  /** Whether the experiment need not be run again: failures are tried again. */
  has(experiment: PlannedExperiment): boolean {
    return this.results.some((result) => isResultOf(result, experiment));
  }

  succeed(experiment: PlannedExperiment, result: SequenceResult): void {
    this.results = [...this.results.filter((other) => !isResultOf(other, experiment)), result];
    this.failed = this.failed.filter((failure) => !settles(experiment, failure));
  }

  fail(experiment: PlannedExperiment, problem: string): void {
    const { name, network, crf } = experiment;
    const others = this.failed.filter((failure) => !settles(experiment, failure));
    this.failed = [...others, { failure: { name, crf, problem }, network }];
  }

  /** A sequence, or the whole folder, that cannot even be opened. */
  failWhole(name: string, problem: string): void {
    const others = this.failed.filter(({ failure }) => failure.name !== name);
    this.failed = [...others, { failure: { name, crf: null, problem }, network: null }];
  }
}

function settles(experiment: PlannedExperiment, { failure, network }: KnownFailure): boolean {
  return isFailureOf(failure, experiment) && (network === null || network === experiment.network);
}

/** True where the failure can be this experiment's, or is its whole sequence's. */
export function isFailureOf(failure: Failure, { name, crf }: PlannedExperiment): boolean {
  return failure.name === name && (failure.crf === null || failure.crf === crf);
}
