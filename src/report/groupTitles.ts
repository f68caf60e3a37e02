import type { ColumnGroup } from '../results/columnGroups.ts';
import { familyText } from '../results/family.ts';

/** The group's title, with provider, length and programs if other groups of its kind differ. */
export function titleIn(group: ColumnGroup, all: readonly ColumnGroup[]): string {
  const alike = all.filter(({ kind }) => kind === group.kind);
  return [group.title, familyText(group, alike)].filter(Boolean).join(', ');
}
