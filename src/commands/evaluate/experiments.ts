import type { SequenceResult } from '../../results/resultSchema.ts';

/** One experiment of an evaluation: a sequence, a VOS network and a CRF. */
export interface PlannedExperiment {
  readonly name: string;
  readonly network: string;
  /** Null if the CRF is found for a target rate. */
  readonly crf: number | null;
}

/** The experiments of an evaluation. */
export interface Plan {
  readonly names: readonly string[];
  readonly networks: readonly string[];
  /** Null if each sequence's CRF is found for a target rate. */
  readonly crfs: readonly number[] | null;
}

/**
 * The experiments of a plan by sequence, network and CRF: the page reuses the masks of the
 * originals if only the CRF changes.
 */
export function experimentsOf({ names, networks, crfs }: Plan): PlannedExperiment[] {
  return names.flatMap((name) =>
    networks.flatMap((network) => (crfs ?? [null]).map((crf) => ({ name, network, crf }))),
  );
}

/** True when this is the experiment's result. */
export function isResultOf(
  { name, configuration }: SequenceResult,
  experiment: PlannedExperiment,
): boolean {
  return (
    name === experiment.name &&
    configuration.network === experiment.network &&
    (experiment.crf === null || configuration.crf === experiment.crf)
  );
}

/** Order of results in files: by sequence, network and CRF. */
export function compareResults(a: SequenceResult, b: SequenceResult): number {
  return (
    compareNames(a.name, b.name) ||
    compareNames(a.configuration.network, b.configuration.network) ||
    a.configuration.crf - b.configuration.crf
  );
}

/** Order by code unit, because the order of a locale depends on the machine. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** `dog (compact, CRF 45)`, for messages. */
export function experimentTitle({ name, network, crf }: PlannedExperiment): string {
  return crf === null ? `${name} (${network})` : `${name} (${network}, CRF ${crf})`;
}
