import { type ColumnGroup, columnGroups, groupMean } from './columnGroups.ts';
import { formatColumn } from './columnList.ts';
import type { ColumnMean } from './columnMean.ts';
import { type Family, familyOf } from './family.ts';
import type { SequenceResult } from './resultSchema.ts';

/** A column's mean over the sequences that have it. */
export interface GroupMean extends Family, Omit<ColumnMean, 'title' | 'masks' | 'crf'> {
  /** The column in its short form, e.g. `ours@48`. */
  readonly column: string;
  /** The x265 column that a relative rate refers to, in its short form; null for other rates. */
  readonly against: string | null;
  /** Title in tables. */
  readonly title: string;
  /** Null if nothing was encoded here, or if each sequence's CRF was found for a wanted rate. */
  readonly crf: number | null;
  /** Number of sequences. */
  readonly sequences: number;
}

/** Means of results by column, with the groups and the order of {@link columnGroups}. */
export function groupMeans(results: readonly SequenceResult[]): GroupMean[] {
  return columnGroups(results).map(meanOf);
}

function meanOf(group: ColumnGroup): GroupMean {
  const { title: _, masks: __, crf: ___, ...mean } = groupMean(group);
  const { spec, against, title, crf, members } = group;
  return {
    column: formatColumn(spec),
    against: against && formatColumn(against),
    title,
    crf,
    sequences: members.length,
    ...familyOf(group),
    ...mean,
  };
}
