import type { ColumnState } from '../../experiment/experimentState.ts';

/** The masks' share of a column's bits, e.g. `6.8%`; null until both are coded. */
export function maskShare({ bits }: Pick<ColumnState, 'bits'>): string | null {
  if (!bits || bits.total === 0) return null;
  return `${((100 * bits.masks) / bits.total).toFixed(1)}%`;
}
