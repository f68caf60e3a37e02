import { formatColumnList } from '../../results/columnList.ts';
import { type ColumnSpec, networkOf } from '../../results/columnSpec.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';

/** One experiment of an evaluation: columns of a sequence. */
export interface PlannedExperiment {
  readonly name: string;
  readonly columns: readonly ColumnSpec[];
}

/** The experiments of an evaluation. */
export interface Plan {
  readonly names: readonly string[];
  /** The columns of each experiment of a sequence. */
  readonly columnLists: readonly (readonly ColumnSpec[])[];
}

/** The experiments of a plan by sequence, in the order of the column lists. */
export function experimentsOf({ names, columnLists }: Plan): PlannedExperiment[] {
  return names.flatMap((name) => columnLists.map((columns) => ({ name, columns })));
}

/** True when this is the experiment's result. The order of its columns does not matter. */
export function isResultOf(
  { name, columns }: Pick<SequenceResult, 'name' | 'columns'>,
  experiment: PlannedExperiment,
): boolean {
  if (name !== experiment.name) return false;
  const specs = columns.map(({ spec }) => spec);
  return sortedText(specs) === sortedText(experiment.columns);
}

/** The experiment that a result is of. */
export function experimentOf({ name, columns }: SequenceResult): PlannedExperiment {
  return { name, columns: columns.map(({ spec }) => spec) };
}

/** Order of results in files: by sequence, network and CRFs. */
export function compareResults(a: SequenceResult, b: SequenceResult): number {
  return (
    compareNames(a.name, b.name) ||
    compareNames(networksOf(experimentOf(a)).join(), networksOf(experimentOf(b)).join()) ||
    compareCrfs(a, b) ||
    compareNames(
      formatColumnList(experimentOf(a).columns),
      formatColumnList(experimentOf(b).columns),
    )
  );
}

/** Order by code unit, because the order of a locale depends on the machine. */
export function compareNames(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** `dog (orig,x265@45,ours@48)`, for messages. */
export function experimentTitle({ name, columns }: PlannedExperiment): string {
  return `${name} (${formatColumnList(columns)})`;
}

/** The VOS networks of an experiment, each once, in the order of the columns. */
export function networksOf({ columns }: Pick<PlannedExperiment, 'columns'>): string[] {
  return [...new Set(columns.flatMap((spec) => networkOf(spec) ?? []))];
}

function compareCrfs(a: SequenceResult, b: SequenceResult): number {
  const [left, right] = [a, b].map(({ columns }) => columns.flatMap(({ crf }) => crf ?? []));
  const differing = left?.findIndex((crf, index) => crf !== right?.[index]) ?? -1;
  return differing < 0 ? 0 : (left?.[differing] ?? 0) - (right?.[differing] ?? 0);
}

function sortedText(columns: readonly ColumnSpec[]): string {
  return columns
    .map((spec) => formatColumnList([spec]))
    .sort()
    .join();
}
