import type { ColumnState } from '../../experiment/experimentState.ts';

/**
 * A column as shown with the enhancement switched off: the decoded frames and their quality, but its
 * own masks, scores, bits and times.
 */
export function withoutEnhancement(column: ColumnState): ColumnState {
  return { ...column, pictures: column.decoded };
}
