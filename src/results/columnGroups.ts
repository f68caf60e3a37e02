import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import { type ColumnMean, meanColumn } from './columnMean.ts';
import { COMPUTED_COLUMNS, type ComputedColumn, columnText } from './columns.ts';
import { contentsOf, importOf, inputOf, programsOf } from './resultIdentity.ts';
import type { ColumnResult, GivenFile, SequenceResult } from './resultSchema.ts';

/** Settings that results must share to be on one rate curve. */
export interface Family {
  readonly network: string;
  /** 0 for columns that were not encoded here: originals, user-supplied streams and imports. */
  readonly keyint: number;
  readonly provider: ColumnResult['provider'];
  /** Frames of each sequence, null for all of them. */
  readonly frameLimit: number | null;
  /** Versions of the programs and SHA-256 of the networks' files, by name. */
  readonly programs: Readonly<Record<string, string>>;
}

/** Columns of several sequences that were made with the same settings and may be averaged. */
export interface ColumnGroup extends Family {
  readonly column: ComputedColumn;
  /** Title in tables, e.g. `x265 CRF 45`. */
  readonly title: string;
  /** Null if nothing was encoded here, or if the CRFs were found for a target rate. */
  readonly crf: number | null;
  /** The target rate that each sequence's CRF was found for, bits per pixel; null if none. */
  readonly targetBpp: number | null;
  readonly encodedHere: boolean;
  /** How the masks of ours were made if not with the default settings; otherwise empty. */
  readonly variant: string;
  /** One for each input, see {@link inputOf}. */
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly result: SequenceResult;
  readonly column: ColumnResult;
}

/**
 * Groups columns that may be averaged: columns with the same name, CRF or target rate, key frame
 * distance, network, provider, length and programs. Original columns are one group for all CRFs,
 * because they do not depend on the codec. Columns of user-supplied streams and imports are grouped
 * by the contents of the files, not by their names. If an input occurs twice, the first result
 * counts.
 *
 * @returns originals first, then x265, ours and imports, each by rising CRF
 */
export function columnGroups(results: readonly SequenceResult[]): ColumnGroup[] {
  const groups = new Map<string, { group: ColumnGroup; inputs: Map<string, GroupMember> }>();
  const ambiguous = ambiguousNames(results);
  for (const result of results) {
    for (const name of COMPUTED_COLUMNS) {
      const column = result.columns[name];
      if (!column) continue;
      const made = groupOf(name, column, result);
      const key = JSON.stringify([made, suppliedParts(name, column, result)]);
      const title = titleOf(column, result, made, ambiguous);
      const entry = groups.get(key) ?? {
        group: { ...made, title, members: [] },
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
 * Like {@link columnGroups}, but by CRF only: for a rate curve it does not matter whether a CRF was
 * chosen or found for a target rate.
 */
export function columnGroupsByCrf(results: readonly SequenceResult[]): ColumnGroup[] {
  return columnGroups(
    results.map((result) => ({
      ...result,
      configuration: { ...result.configuration, targetBpp: null },
    })),
  );
}

/** Mean over a group's sequences. */
export function groupMean({ members }: Pick<ColumnGroup, 'members'>): ColumnMean {
  return meanColumn(members.map(({ column }) => column));
}

/** The CRF that the enhancer assumed for a stream without its own CRF; null for other columns. */
export function assumedCrf(
  name: ComputedColumn,
  { crf }: Pick<ColumnResult, 'crf'>,
  { configuration }: Pick<SequenceResult, 'configuration'>,
): number | null {
  return name === 'ours' && crf === null ? configuration.crf : null;
}

export function familyOf({ network, keyint, provider, frameLimit, programs }: Family): Family {
  return { network, keyint, provider, frameLimit, programs };
}

export function sameFamily(a: Family, b: Family): boolean {
  return JSON.stringify(familyOf(a)) === JSON.stringify(familyOf(b));
}

/** The settings in which a family differs from others, as text; empty if all are the same. */
export function familyText(family: Family, all: readonly Family[]): string {
  const differs = (key: 'provider' | 'frameLimit') =>
    all.some((other) => other[key] !== family[key]);
  const { keyint, provider, frameLimit } = family;
  const keyintDiffers = keyint > 0 && all.some((other) => ![0, keyint].includes(other.keyint));
  return [
    keyintDiffers ? `keyint ${keyint}` : null,
    differs('provider') ? provider : null,
    differs('frameLimit') ? (frameLimit === null ? 'all frames' : `${frameLimit} frames`) : null,
    ...differingPrograms(family, all),
  ]
    .filter(Boolean)
    .join(', ');
}

/** Programs with another version in another family of the same network. */
function differingPrograms({ network, programs }: Family, all: readonly Family[]): string[] {
  const others = all.filter((other) => other.network === network);
  return Object.entries(programs)
    .filter(([name, version]) => others.some((other) => other.programs[name] !== version))
    .map(([name, version]) => `${name} ${shortHash(version)}`);
}

/** Shortens a SHA-256 to its first digits; returns other versions as they are. */
function shortHash(version: string): string {
  return /^[0-9a-f]{64}$/.test(version) ? version.slice(0, 8) : version;
}

function groupOf(
  name: ComputedColumn,
  column: ColumnResult,
  { configuration, provenance }: SequenceResult,
): Omit<ColumnGroup, 'members' | 'title'> {
  const { keyint, frameLimit, targetBpp } = configuration;
  const usesX265 = name === 'x265' || name === 'ours';
  const encodedHere = usesX265 && column.crf !== null && !suppliedStream({ provenance });
  const groupBpp = encodedHere ? targetBpp : null;
  return {
    column: name,
    crf: encodedHere && groupBpp === null ? column.crf : null,
    targetBpp: groupBpp,
    encodedHere,
    variant: name === 'ours' ? oursVariant(configuration) : '',
    network: networkText(configuration),
    keyint: encodedHere ? keyint : 0,
    provider: column.provider,
    frameLimit,
    programs: programsOf(provenance),
  };
}

/** @param ambiguous names that several streams share, which need their hash in the title */
function titleOf(
  column: ColumnResult,
  result: SequenceResult,
  made: Omit<ColumnGroup, 'members' | 'title'>,
  ambiguous: ReadonlySet<string>,
): string {
  const { column: name, variant } = made;
  if (name === 'imported') return column.title;
  if (name === 'original') return name;
  return [x265Title(column, result, made, ambiguous), variant].filter(Boolean).join(', ');
}

function x265Title(
  column: ColumnResult,
  result: SequenceResult,
  { column: name, encodedHere, targetBpp }: Omit<ColumnGroup, 'members' | 'title'>,
  ambiguous: ReadonlySet<string>,
): string {
  if (encodedHere) {
    return targetBpp === null ? `${name} CRF ${column.crf}` : `${name} at ${targetBpp} bpp`;
  }
  const stream = suppliedStream(result);
  const hash = stream && ambiguous.has(stream.name) ? [shortHash(stream.sha256)] : [];
  const source = stream?.name ?? 'a user-supplied stream';
  const title = [`${name} from ${source}`, ...hash].join(' ');
  const assumed = assumedCrf(name, column, result);
  return assumed === null ? title : `${title}, assumed CRF ${assumed}`;
}

/** The network's name, with the number of memory frames if it is limited. */
function networkText({ network, memoryFrames }: SequenceResult['configuration']): string {
  return memoryFrames === null ? network : `${network}, ${memoryFrames} memory frames`;
}

/** How the masks of ours were made; empty for coded masks of the default quality. */
export function oursVariant({ ours, maskQuality }: SequenceResult['configuration']): string {
  if (ours === 'enhanced') return columnText('ours', ours).masks;
  if (maskQuality === null) return 'carried masks';
  return maskQuality === MASK_QUALITY_RANGE.default ? '' : `mask quality ${maskQuality}`;
}

function suppliedStream({ provenance }: Pick<SequenceResult, 'provenance'>): GivenFile | undefined {
  return provenance.givenFiles.find(({ role }) => role === 'x265 stream');
}

/** Names that user-supplied streams with different contents share. */
function ambiguousNames(results: readonly SequenceResult[]): ReadonlySet<string> {
  const hashes = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { name, sha256 } of results.flatMap((result) => suppliedStream(result) ?? [])) {
    if ((hashes.get(name) ?? sha256) !== sha256) ambiguous.add(name);
    hashes.set(name, sha256);
  }
  return ambiguous;
}

/** Contents of the user-supplied files, which distinguish columns that were not encoded here. */
function suppliedParts(
  name: ComputedColumn,
  column: ColumnResult,
  result: SequenceResult,
): unknown {
  if (name === 'original') return null;
  if (name === 'imported') return importOf(result);
  const { givenFiles } = result.provenance;
  const stream = contentsOf(givenFiles, ({ role }) => role === 'x265 stream');
  return [stream, assumedCrf(name, column, result)];
}

function byOrder(a: ColumnGroup, b: ColumnGroup): number {
  return (
    a.network.localeCompare(b.network) ||
    COMPUTED_COLUMNS.indexOf(a.column) - COMPUTED_COLUMNS.indexOf(b.column) ||
    (a.crf ?? 0) - (b.crf ?? 0) ||
    (a.targetBpp ?? 0) - (b.targetBpp ?? 0) ||
    a.title.localeCompare(b.title) ||
    a.keyint - b.keyint
  );
}
