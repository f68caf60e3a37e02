import { x265Column } from '../../results/columnSpec.ts';
import type { ResultSet } from '../../results/resultFile.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { columnOf, madeUpResult as resultOf } from '../../testing/madeUpResults.ts';
import { type EvaluateOptions, parseEvaluateOptions } from '../evaluate/evaluateOptions.ts';
import { experimentsOf, type PlannedExperiment } from '../evaluate/experiments.ts';
import { evaluationEnvironment, plannedEnvironment } from '../evaluate/makeEnvironment.ts';

// Files of npm run evaluate with made-up figures.

/** Made-up hashes of a network's files. */
const HASHES: Readonly<Record<string, string>> = {
  'network.onnx': '9f3c0ce8ca5f1f3ad1d4a1b5f1f5a2b3a0b0d3f6c6a9b1d8e6b8c9e2b5a7f0c1',
};

/** Options of a command line with these arguments added; by default with x265 only. */
export function optionsOf(...args: readonly string[]): EvaluateOptions {
  const columns = args.includes('--columns') ? [] : ['--columns', 'x265'];
  return parseEvaluateOptions(['--davis', 'DAVIS', '--out', 'result.json', ...columns, ...args]);
}

/** The experiments of x265 at these CRFs. */
export function plannedAt(
  names: readonly string[],
  ...crfs: readonly number[]
): PlannedExperiment[] {
  return experimentsOf({ names, columnLists: crfs.map((crf) => [x265Column(crf)]) });
}

/** A result of x265 with all scores `J`. */
export function madeUpResult(name: string, crf: number, J = 0.8): SequenceResult {
  const result = resultOf(name, { x265: columnOf(J, 0.01, crf) });
  const networks = Object.entries(HASHES).map(([file, sha256]) => ({ name: file, sha256 }));
  return { ...result, provenance: { ...result.provenance, networks } };
}

/** An evaluation file with these results and failures. */
export function madeUpFile(
  options: EvaluateOptions,
  sequenceNames: readonly string[],
  sequences: readonly SequenceResult[],
  failures: ResultSet['failures'] = [],
): ResultSet {
  const planned = plannedEnvironment(options, sequences, sequenceNames);
  const environment = evaluationEnvironment(planned, { sequences }, 'test', 'npm run evaluate');
  return { environment, sequences, failures };
}
