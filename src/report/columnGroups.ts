import { COMPUTED_COLUMNS, type ComputedColumn } from '../experiment/columns.ts';
import { type ColumnMean, meanColumn } from '../experiment/result.ts';
import type { ColumnResult, SequenceResult } from '../experiment/resultSchema.ts';

/** What results have in common that can stand on one curve. */
export interface Family {
  readonly network: string;
  readonly keyint: number;
  readonly provider: ColumnResult['provider'];
  /** Frames of each sequence, null for all of them. */
  readonly frameLimit: number | null;
}

/** Columns of several sequences that were made alike, so that their mean means something. */
export interface ColumnGroup extends Family {
  readonly column: ComputedColumn;
  /** As tables name it, e.g. `x265 CRF 45`. */
  readonly title: string;
  /** Null where nothing was encoded here, or a rate was wanted and the CRFs differ. */
  readonly crf: number | null;
  readonly encodedHere: boolean;
  /** One for each input. */
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly result: SequenceResult;
  readonly column: ColumnResult;
}

/**
 * Groups columns that may be averaged: of the same kind, CRF, key frame distance, network, provider
 * and length. VOS on the originals depends on no codec, so its CRFs are one group. Of the same input
 * computed twice the first result counts. Originals come first, then x265, ours and imports, each by
 * rising CRF.
 */
export function columnGroups(results: readonly SequenceResult[]): ColumnGroup[] {
  const groups = new Map<string, { group: ColumnGroup; inputs: Map<string, GroupMember> }>();
  for (const result of results) {
    for (const name of COMPUTED_COLUMNS) {
      const column = result.columns[name];
      if (!column) continue;
      const made = groupOf(name, column, result);
      const key = JSON.stringify([made, name === 'imported' ? column.bpp?.total : null]);
      const entry = groups.get(key) ?? { group: { ...made, members: [] }, inputs: new Map() };
      groups.set(key, entry);
      const input = `${result.provenance.input} ${result.frames}`;
      if (!entry.inputs.has(input)) entry.inputs.set(input, { result, column });
    }
  }
  return [...groups.values()]
    .map(({ group, inputs }) => ({ ...group, members: [...inputs.values()] }))
    .sort(byPlace);
}

/** Mean over a group's sequences. */
export function groupMean({ members }: Pick<ColumnGroup, 'members'>): ColumnMean {
  return meanColumn(members.map(({ column }) => column));
}

/** Text that tells families apart where there are several; empty where they are all alike. */
export function familyText(family: Family, all: readonly Family[]): string {
  const differs = (key: keyof Family) => all.some((other) => other[key] !== family[key]);
  const { keyint, provider, frameLimit } = family;
  return [
    differs('keyint') ? `keyint ${keyint}` : null,
    differs('provider') ? provider : null,
    differs('frameLimit') ? (frameLimit === null ? 'all frames' : `${frameLimit} frames`) : null,
  ]
    .filter(Boolean)
    .join(', ');
}

function groupOf(
  name: ComputedColumn,
  column: ColumnResult,
  { configuration }: SequenceResult,
): Omit<ColumnGroup, 'members'> {
  const { network, keyint, frameLimit, targetBpp } = configuration;
  const coded = name === 'x265' || name === 'ours';
  return {
    column: name,
    title: titleOf(name, column, targetBpp),
    crf: targetBpp === null ? column.crf : null,
    encodedHere: column.crf !== null,
    network,
    keyint: coded ? keyint : 0,
    provider: column.provider,
    frameLimit,
  };
}

function titleOf(
  name: ComputedColumn,
  { title, crf }: ColumnResult,
  targetBpp: number | null,
): string {
  if (name === 'imported') return title;
  if (name === 'original') return name;
  if (crf === null) return `${name}, given stream`;
  return targetBpp === null ? `${name} CRF ${crf}` : `${name} at ${targetBpp} bpp`;
}

function byPlace(a: ColumnGroup, b: ColumnGroup): number {
  return (
    a.network.localeCompare(b.network) ||
    COMPUTED_COLUMNS.indexOf(a.column) - COMPUTED_COLUMNS.indexOf(b.column) ||
    (a.crf ?? 0) - (b.crf ?? 0) ||
    a.title.localeCompare(b.title) ||
    a.keyint - b.keyint
  );
}
