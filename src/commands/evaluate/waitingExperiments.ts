import type { ComputedColumn } from '../../results/columns.ts';
import type { EvaluationRecord } from './evaluationRecord.ts';
import type { PlannedExperiment } from './experiments.ts';
import type { MasksFolder } from './masksFolder.ts';

/**
 * The experiments that are still to be run: those without a result, and those with one whose masks
 * are wanted and not there, since a result file holds no masks.
 *
 * @param masks where masks are wanted; null where they are not
 */
export async function waitingExperiments(
  experiments: readonly PlannedExperiment[],
  record: EvaluationRecord,
  masks: MasksFolder | null,
  columns: readonly ComputedColumn[],
): Promise<PlannedExperiment[]> {
  const waiting: PlannedExperiment[] = [];
  for (const experiment of experiments) {
    const result = record.resultOf(experiment);
    if (result && (!masks || (await masks.has(result, columns)))) continue;
    waiting.push(experiment);
  }
  return waiting;
}
