import { Problem } from '../../problem.ts';
import { formatColumn } from '../../results/columnList.ts';
import type { Failure, ResultSet } from '../../results/resultFile.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { isFailureOf } from '../evaluate/evaluationRecord.ts';
import {
  experimentOf,
  experimentTitle,
  isResultOf,
  type PlannedExperiment,
} from '../evaluate/experiments.ts';
import { mergedEnvironment } from './mergedEnvironment.ts';
import { describeMissing, refuseOtherDivisions } from './missingParts.ts';
import { type EvaluationFile, type PlannedFile, plannedFile } from './plannedFile.ts';
import { refuseOtherConfigurations, refuseOtherInputs } from './refuseDiffering.ts';

/**
 * Merges the files of one evaluation, from `--shard` or with different sequences. Means are
 * computed when the result is written.
 *
 * @param allowMissing true to accept missing shards and experiments
 * @throws Problem when the files differ in configuration or input, have different figures for one
 *   experiment, or are incomplete; the message contains the files and the differences
 */
export function mergeEvaluations(
  files: readonly EvaluationFile[],
  { allowMissing = false } = {},
): ResultSet {
  const planned = files.map(plannedFile);
  if (planned.length === 0) {
    throw new Problem('There are no files to merge.', 'Pass at least one result file.');
  }
  refuseOtherConfigurations(planned);
  refuseOtherDivisions(planned);
  refuseOtherInputs(planned);
  const sequences = mergeResults(planned);
  const failures = openFailures(planned, sequences);
  const isSettled = (experiment: PlannedExperiment) =>
    sequences.some((result) => isResultOf(result, experiment)) ||
    failures.some((failure) => isFailureOf(failure, experiment));
  const missing = describeMissing(planned, isSettled);
  if (missing && !allowMissing) {
    throw new Problem(
      missing,
      'Run the same commands again to compute what is missing, or merge with --partial.',
    );
  }
  return { environment: mergedEnvironment(planned, isSettled), sequences, failures };
}

function mergeResults(files: readonly PlannedFile[]): SequenceResult[] {
  const merged: { readonly file: string; readonly result: SequenceResult }[] = [];
  for (const { file, set } of files) {
    for (const result of set.sequences) {
      const known = merged.find((other) => isResultOf(other.result, experimentOf(result)));
      if (!known) {
        merged.push({ file, result });
        continue;
      }
      refuseOtherFigures(known, { file, result });
      // A file of a former version lacks what is known of blocks.
      if (!hasBlockFigures(known.result) && hasBlockFigures(result)) {
        merged[merged.indexOf(known)] = { file, result };
      }
    }
  }
  return merged.map(({ result }) => result);
}

function hasBlockFigures({ columns }: SequenceResult): boolean {
  return columns.some(({ objectBits, maskErrors }) => objectBits !== null || maskErrors !== null);
}

interface FiledResult {
  readonly file: string;
  readonly result: SequenceResult;
}

function refuseOtherFigures(a: FiledResult, b: FiledResult): void {
  const [left, right] = [figuresOf(a.result), figuresOf(b.result)];
  const differing = Object.keys({ ...left, ...right }).filter((key) => left[key] !== right[key]);
  if (differing.length === 0) return;
  throw new Problem(
    `${a.file} and ${b.file} both contain ${experimentTitle(experimentOf(a.result))} with different figures: ${differing.join(', ')}.`,
    'Find out which file is right, and merge without the other.',
  );
}

/** The reproducible figures of a result: everything except times, dates and machines. */
function figuresOf(result: SequenceResult): Record<string, string> {
  const { columns, provenance, ...others } = result;
  const figures: Record<string, unknown> = { ...others, input: provenance.input };
  // Files of former versions lack some figures, and mask errors need a column with masks on the
  // originals beside them.
  for (const column of columns) {
    const { seconds: _, headerBpp: __, objectBits: ___, maskErrors: ____, ...rest } = column;
    const name = formatColumn(rest.spec);
    for (const [key, value] of Object.entries(rest)) figures[`${name} ${key}`] = value;
  }
  return Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [key, JSON.stringify(value)]),
  );
}

/** Failures of experiments for which no file has a result. */
function openFailures(
  files: readonly PlannedFile[],
  results: readonly SequenceResult[],
): Failure[] {
  const experiments = files.flatMap((file) => file.experiments);
  const failures = files.flatMap(({ set }) => set.failures);
  const open = failures.filter((failure) => {
    const failed = experiments.filter((experiment) => isFailureOf(failure, experiment));
    return (
      failed.length === 0 ||
      failed.some((experiment) => !results.some((result) => isResultOf(result, experiment)))
    );
  });
  return [...new Map(open.map((failure) => [JSON.stringify(failure), failure])).values()];
}
