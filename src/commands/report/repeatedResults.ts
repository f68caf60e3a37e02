import { Problem } from '../../problem.ts';
import { columnGroups } from '../../results/columnGroups.ts';
import { COMPUTED_COLUMNS } from '../../results/columns.ts';
import { experimentOf } from '../../results/resultIdentity.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';

/** A result and the file that it is in, for messages. */
export interface FiledResult {
  readonly file: string;
  readonly result: SequenceResult;
}

/**
 * Refuses columns that are there twice: computed from the same files with the same settings, programs
 * and networks, whatever the sequence is called and whichever columns are beside them. Tables would
 * count one of the two, and nobody could tell which. Different files of one name are different
 * sequences. A column comes again with other settings or imports where it does not depend on them:
 * the originals at every CRF, x265 beside each imported stream.
 *
 * @throws Problem that names the columns, the experiments and the files
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
        'Leave one of them out, or put the files together with npm run merge.',
      );
    }
    known.set(settings, [...others, filed]);
  }
}

/** Titles of the columns of which tables would count one alone. */
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
