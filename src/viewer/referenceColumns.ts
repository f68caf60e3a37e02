import type { ColumnState } from '../experiment/experimentState.ts';
import { networkTitleOf, rateName } from '../results/columnNames.ts';
import { type ColumnKind, columnKind, networkOf } from '../results/columnSpec.ts';

/** The first column of a kind with the same VOS network, with which a column is compared. */
export function referenceColumn(
  column: Pick<ColumnState, 'spec'>,
  kind: ColumnKind,
  columns: readonly ColumnState[],
): ColumnState | null {
  const network = networkOf(column.spec);
  const found = columns.find(
    ({ spec }) => columnKind(spec) === kind && networkOf(spec) === network && network !== null,
  );
  return found ?? null;
}

/**
 * What a figure is measured against, e.g. `x265 · CRF 45` or `Original · Compact VOS`.
 *
 * @param isRecorded true if the column that is compared is recorded
 */
export function referenceText(
  reference: Pick<ColumnState, 'spec' | 'title' | 'crf' | 'recorded'>,
  isRecorded: boolean,
): string {
  const { title, crf, recorded } = reference;
  const rate = crf === null ? rateName(reference) : `CRF ${crf}`;
  // Figures of one that was computed here and one that was not may differ by the machine.
  const origin = recorded === isRecorded ? '' : recorded ? 'recorded' : 'computed here';
  return [title, rate || networkTitleOf(reference.spec), origin].filter(Boolean).join(' · ');
}

/** The column of the ground truth; null if there is none. */
export function truthColumn(columns: readonly ColumnState[]): ColumnState | null {
  return columns.find(({ spec }) => columnKind(spec) === 'truth') ?? null;
}
