import { Problem } from '../../problem.ts';
import { columnGroups } from '../../results/columnGroups.ts';
import { formatColumn, formatColumnList } from '../../results/columnList.ts';
import { inputOf } from '../../results/resultIdentity.ts';
import type { ColumnResult, SequenceResult } from '../../results/resultSchema.ts';

/** A result and its file name, for messages. */
export interface FiledResult {
  readonly file: string;
  readonly result: SequenceResult;
}

/**
 * Refuses results that repeat each other: computed from the same files with the same settings,
 * programs and networks, even if the sequences have different names. A table would use one of them
 * without showing which. A column may occur in several results if its figures agree and each of them
 * has another column besides: the originals with every CRF, x265 with each import.
 *
 * @throws Problem that contains the columns, the experiments and the files
 */
export function refuseRepeated(results: readonly FiledResult[]): void {
  const known = new Map<string, FiledResult[]>();
  for (const filed of results) {
    const others = known.get(inputOf(filed)) ?? [];
    for (const other of others) {
      const columns = repeatedColumns(other.result, filed.result);
      if (columns.length === 0) continue;
      throw new Problem(
        `${titleOf(filed)} and ${titleOf(other)} both have ${columns.join(', ')}, computed from the same files with the same settings.`,
        'Leave one of them out, or merge the files with npm run merge.',
      );
    }
    known.set(inputOf(filed), [...others, filed]);
  }
}

/** Columns that both results have and of which tables would use only one. */
function repeatedColumns(a: SequenceResult, b: SequenceResult): string[] {
  const shared = b.columns.flatMap((column) => {
    const other = a.columns.find((candidate) => mayBeAveraged(a, candidate, b, column));
    return other ? [{ column, agrees: figuresOf(other) === figuresOf(column) }] : [];
  });
  const isWhole = shared.length === Math.min(a.columns.length, b.columns.length);
  return shared
    .filter(({ agrees }) => isWhole || !agrees)
    .map(({ column: { spec, title } }) =>
      spec.pictures.source === 'import' ? title : formatColumn(spec),
    );
}

function mayBeAveraged(
  a: SequenceResult,
  column: ColumnResult,
  b: SequenceResult,
  other: ColumnResult,
): boolean {
  const alone = [
    { ...a, columns: [column] },
    { ...b, columns: [other] },
  ];
  return columnGroups(alone).length === 1;
}

/** The reproducible figures of a column: everything except times, machines and texts. */
function figuresOf({ J, F, JF, bpp, psnrY, picture, objects }: ColumnResult): string {
  return JSON.stringify([J, F, JF, bpp, psnrY, picture, objects]);
}

function titleOf({ file, result: { name, columns } }: FiledResult): string {
  return `${name} (${formatColumnList(columns.map(({ spec }) => spec))}) in ${file}`;
}
