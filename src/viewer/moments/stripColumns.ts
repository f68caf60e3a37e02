import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnKind } from '../../results/columnSpec.ts';

/** The columns with bits of their own. */
export function columnsWithBits(columns: readonly ColumnState[]): ColumnState[] {
  return columns.filter(({ spec }) => spec.pictures.source !== 'original');
}

/** The columns whose masks are compared with the truth. */
export function columnsWithObjects(columns: readonly ColumnState[]): ColumnState[] {
  return columns.filter(({ spec }) => columnKind(spec) !== 'truth');
}

/** The column whose bits are shown: the chosen one, or the first with coded masks, or the first. */
export function bitsColumn(
  columns: readonly ColumnState[],
  chosen: string | null,
): ColumnState | null {
  const all = columnsWithBits(columns);
  const withMasks = all.find(({ spec }) => spec.masks.source === 'coded');
  return all.find(({ key }) => key === chosen) ?? withMasks ?? all[0] ?? null;
}

/** The column whose objects are shown: the chosen one, or the first of x265, or the first. */
export function lanesColumn(
  columns: readonly ColumnState[],
  chosen: string | null,
): ColumnState | null {
  const all = columnsWithObjects(columns);
  const x265 = all.find(({ spec }) => columnKind(spec) === 'x265');
  return all.find(({ key }) => key === chosen) ?? x265 ?? all[0] ?? null;
}
