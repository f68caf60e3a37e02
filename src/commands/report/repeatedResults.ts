import { Problem } from '../../problem.ts';
import { columnGroups } from '../../results/columnGroups.ts';
import { COMPUTED_COLUMNS } from '../../results/columns.ts';
import { experimentOf } from '../../results/resultIdentity.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';

/** A result and its file name, for messages. */
export interface FiledResult {
  readonly file: string;
  readonly result: SequenceResult;
}

/**
 * Refuses columns that occur twice: computed from the same files with the same settings, programs
 * and networks, even if the sequences have different names. A table would use one of them without
 * showing which. Columns may occur again in results with other settings or imports that do not
 * affect them: the originals at every CRF, x265 with each import.
 *
 * @throws Problem that contains the columns, the experiments and the files
 */
export function refuseRepeated(results: readonly FiledResult[]): void {
  const known = new Map<string, FiledResult[]>();
  for (const filed of results) {
    const settings = experimentOf(filed.result);
    const others = known.get(settings) ?? [];
    for (const other of others) {
      const columns = repeatedColumns(other.result, filed.result);
      if (columns.length === 0) continue;
      throw new Problem(
        `${titleOf(filed)} and ${titleOf(other)} both have ${columns.join(', ')}, computed from the same files with the same settings.`,
        'Leave one of them out, or merge the files with npm run merge.',
      );
    }
    known.set(settings, [...others, filed]);
  }
}

/** Titles of the columns that both results have and of which tables would use only one. */
function repeatedColumns(a: SequenceResult, b: SequenceResult): string[] {
  const groups = columnGroups([a, b]);
  return COMPUTED_COLUMNS.flatMap((name) => {
    const [column, other] = [a.columns[name], b.columns[name]];
    if (!column || !other) return [];
    const ofColumn = groups.filter((group) => group.column === name);
    const counted = ofColumn.reduce((sum, { members }) => sum + members.length, 0);
    return counted === 1 ? [column.title] : [];
  });
}

function titleOf({ file, result: { name, configuration } }: FiledResult): string {
  const { network, crf } = configuration;
  return `${name} (${network}, CRF ${crf}) in ${file}`;
}
