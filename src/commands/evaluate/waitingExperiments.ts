import type { EvaluationRecord } from './evaluationRecord.ts';
import type { PlannedExperiment } from './experiments.ts';
import type { MasksFolder } from './masksFolder.ts';

/**
 * The experiments that are still to be run: those without a result, and those whose requested masks
 * are missing.
 *
 * @param masks folder for masks; null if none are requested
 */
export async function waitingExperiments(
  experiments: readonly PlannedExperiment[],
  record: EvaluationRecord,
  masks: MasksFolder | null,
): Promise<PlannedExperiment[]> {
  const waiting: PlannedExperiment[] = [];
  for (const experiment of experiments) {
    const result = record.resultOf(experiment);
    if (result && (!masks || (await masks.has(result)))) continue;
    waiting.push(experiment);
  }
  return waiting;
}
