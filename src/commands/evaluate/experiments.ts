import type { SequenceResult } from '../../results/resultSchema.ts';

/** One run: a sequence, a VOS network, a CRF. */
export interface PlannedExperiment {
  readonly name: string;
  readonly network: string;
  /** Null where the sequence's CRF follows from a wanted rate. */
  readonly crf: number | null;
}

/** Which experiments an evaluation consists of. */
export interface Plan {
  readonly names: readonly string[];
  readonly networks: readonly string[];
  /** Null where each sequence has a CRF of its own, nearest to a wanted rate. */
  readonly crfs: readonly number[] | null;
}

/**
 * The experiments of a plan, a sequence after the other and in it a network after the other: the
 * page keeps a network's masks of the originals as long as only the CRF changes.
 */
export function experimentsOf({ names, networks, crfs }: Plan): PlannedExperiment[] {
  return names.flatMap((name) =>
    networks.flatMap((network) => (crfs ?? [null]).map((crf) => ({ name, network, crf }))),
  );
}

/** True where this result is what the experiment was to give. */
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

/** By sequence, network, CRF: the order of result files, however their results came about. */
export function compareResults(a: SequenceResult, b: SequenceResult): number {
  return (
    compareNames(a.name, b.name) ||
    compareNames(a.configuration.network, b.configuration.network) ||
    a.configuration.crf - b.configuration.crf
  );
}

/** By code unit: a locale's order would differ from machine to machine. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** `dog (compact, CRF 45)`, for messages. */
export function experimentTitle({ name, network, crf }: PlannedExperiment): string {
  return crf === null ? `${name} (${network})` : `${name} (${network}, CRF ${crf})`;
}
