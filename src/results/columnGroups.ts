import { type ColumnMean, meanColumn } from './columnMean.ts';
import {
  COLUMN_KINDS,
  type ColumnKind,
  type ColumnSpec,
  columnKind,
  networkOf,
} from './columnSpec.ts';
import { type Family, familyOf } from './family.ts';
import { ambiguousNames, groupTitle } from './groupTitle.ts';
import {
  atCrf,
  canonicalJson,
  countedSpec,
  inputOf,
  programsOf,
  suppliedOf,
} from './resultIdentity.ts';
import type { ColumnResult, SequenceResult } from './resultSchema.ts';

/** Columns of several sequences that were made with the same settings and may be averaged. */
export interface ColumnGroup extends Family {
  /** Equal for columns that may be averaged. */
  readonly key: string;
  readonly kind: ColumnKind;
  readonly spec: ColumnSpec;
  /** The x265 column that a relative rate refers to; null for other rates. */
  readonly against: ColumnSpec | null;
  /** Title in tables, e.g. `x265 CRF 45, keyint 8`. */
  readonly title: string;
  /** Null if nothing was encoded here, or if each sequence's CRF was found for a wanted rate. */
  readonly crf: number | null;
  readonly encodedHere: boolean;
  /** One for each input, see {@link inputOf}. */
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly result: SequenceResult;
  readonly column: ColumnResult;
}

/**
 * Groups columns that may be averaged: columns with the same specification (with the same CRF, or
 * with CRFs that were found for the same wanted rate), provider, length and programs. Columns of
 * user-supplied streams and imports are grouped by the contents of the files, not by their names. If
 * an input occurs twice, the first result counts.
 *
 * @returns by network; originals first, then x265, ours and imports, each by rising CRF
 */
export function columnGroups(results: readonly SequenceResult[]): ColumnGroup[] {
  const groups = new Map<string, { group: ColumnGroup; inputs: Map<string, GroupMember> }>();
  const ambiguous = ambiguousNames(results);
  for (const result of results) {
    for (const column of result.columns) {
      const made = groupOf(column, result);
      const spec = countedSpec(column);
      const key = canonicalJson([familyOf(made), spec, made.against, suppliedOf(result, column)]);
      const title = groupTitle(column, result, ambiguous);
      const entry = groups.get(key) ?? {
        group: { ...made, key, title, members: [] },
        inputs: new Map(),
      };
      groups.set(key, entry);
      const input = inputOf({ result });
      if (!entry.inputs.has(input)) entry.inputs.set(input, { result, column });
    }
  }
  return [...groups.values()]
    .map(({ group, inputs }) => ({ ...group, members: [...inputs.values()] }))
    .sort(byOrder);
}

/**
 * Like {@link columnGroups}, but by the actual CRF: for a rate curve it does not matter whether a
 * CRF was chosen or found for a wanted rate.
 */
export function columnGroupsByCrf(results: readonly SequenceResult[]): ColumnGroup[] {
  const chosen = (column: ColumnResult): ColumnResult => ({
    ...column,
    spec: atCrf(column.spec, column.crf),
    foundRate: null,
  });
  return columnGroups(
    results.map((result) => ({ ...result, columns: result.columns.map(chosen) })),
  );
}

/** Mean over a group's sequences. */
export function groupMean({ members }: Pick<ColumnGroup, 'members'>): ColumnMean {
  return meanColumn(members.map(({ column }) => column));
}

function groupOf(
  column: ColumnResult,
  { frameLimit, memoryFrames, provenance }: SequenceResult,
): Omit<ColumnGroup, 'key' | 'members' | 'title'> {
  const { spec, provider, foundRate } = column;
  const { pictures } = spec;
  const encodedHere = pictures.source === 'x265';
  const network = networkOf(spec);
  return {
    kind: columnKind(spec),
    spec,
    against: foundRate?.against ?? null,
    crf: encodedHere && pictures.rate.kind === 'crf' ? column.crf : null,
    encodedHere,
    network: networkText(network, memoryFrames),
    keyint: encodedHere ? pictures.keyint : 0,
    provider,
    frameLimit,
    programs: programsOf(provenance, network),
  };
}

/** The network's name, with the number of memory frames if it is limited. */
function networkText(network: string | null, memoryFrames: number | null): string {
  if (network === null) return '';
  return memoryFrames === null ? network : `${network}, ${memoryFrames} memory frames`;
}

function byOrder(a: ColumnGroup, b: ColumnGroup): number {
  return (
    a.network.localeCompare(b.network) ||
    COLUMN_KINDS.indexOf(a.kind) - COLUMN_KINDS.indexOf(b.kind) ||
    (a.crf ?? 0) - (b.crf ?? 0) ||
    wantedRate(a) - wantedRate(b) ||
    a.keyint - b.keyint ||
    a.title.localeCompare(b.title)
  );
}

function wantedRate({ spec: { pictures } }: ColumnGroup): number {
  if (pictures.source !== 'x265') return 0;
  const { rate } = pictures;
  if (rate.kind === 'bpp') return rate.bpp;
  return rate.kind === 'fewer' ? rate.percent : 0;
}
