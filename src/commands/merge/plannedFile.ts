import type { ResultSet } from '../../results/resultFile.ts';
import {
  type PlannedEnvironment,
  plannedColumns,
  readEnvironment,
} from '../evaluate/environment.ts';
import { experimentsOf, type PlannedExperiment } from '../evaluate/experiments.ts';
import { readShard, type Shard, sequencesOfShard } from '../evaluate/shard.ts';

/** A result file and its name for messages. */
export interface EvaluationFile {
  readonly file: string;
  readonly set: ResultSet;
}

/** An evaluation file and its plan. */
export interface PlannedFile extends EvaluationFile {
  readonly planned: PlannedEnvironment;
  /** Null for the whole evaluation. */
  readonly shard: Shard | null;
  readonly experiments: readonly PlannedExperiment[];
}

/** @throws Problem when the file was not written by an evaluation */
export function plannedFile({ file, set }: EvaluationFile): PlannedFile {
  const planned = readEnvironment(set.environment, file);
  const shard = planned.shard === null ? null : readShard(planned.shard);
  return { file, set, planned, shard, experiments: plannedExperiments(planned, shard) };
}

/** The experiments of a shard of this evaluation. */
export function plannedExperiments(
  planned: PlannedEnvironment,
  shard: Shard | null,
): PlannedExperiment[] {
  return experimentsOf({
    names: sequencesOfShard(planned.sequenceNames, shard),
    columnLists: plannedColumns(planned),
  });
}
