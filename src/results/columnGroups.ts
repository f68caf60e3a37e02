import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import { type ColumnMean, meanColumn } from './columnMean.ts';
import { COMPUTED_COLUMNS, type ComputedColumn, columnText } from './columns.ts';
import { contentsOf, importOf, inputOf, programsOf } from './resultIdentity.ts';
import type { ColumnResult, GivenFile, SequenceResult } from './resultSchema.ts';

/** What results have in common that can stand on one curve. */
export interface Family {
  readonly network: string;
  /** 0 where it was not chosen here: of the originals, and of what was given or imported. */
  readonly keyint: number;
  readonly provider: ColumnResult['provider'];
  /** Frames of each sequence, null for all of them. */
  readonly frameLimit: number | null;
  /** Versions of the programs by their names, and SHA-256 of the networks' files by theirs. */
  readonly programs: Readonly<Record<string, string>>;
}

/** Columns of several sequences that were made alike, so that their mean means something. */
export interface ColumnGroup extends Family {
  readonly column: ComputedColumn;
  /** As tables name it, e.g. `x265 CRF 45`. */
  readonly title: string;
  /** Null where nothing was encoded here, or a rate was wanted and the CRFs differ. */
  readonly crf: number | null;
  /** The rate that each sequence's CRF was looked for; null where it was not. */
  readonly targetBpp: number | null;
  readonly encodedHere: boolean;
  /** How ours came by its masks, where that is not the usual way; empty for all else. */
  readonly variant: string;
  /** One for each input. */
  readonly members: readonly GroupMember[];
}

export interface GroupMember {
  readonly result: SequenceResult;
  readonly column: ColumnResult;
}

/**
 * Groups columns that may be averaged: of the same kind, CRF or wanted rate, key frame distance,
 * network, provider, length and programs. VOS on the originals depends on no codec, so its CRFs are
 * one group; what was given or imported is a group for each content, whatever its name. Of the same
 * input computed twice the first result counts. Originals come first, then x265, ours and imports, each by rising CRF.
 */
export function columnGroups(results: readonly SequenceResult[]): ColumnGroup[] {
  const groups = new Map<string, { group: ColumnGroup; inputs: Map<string, GroupMember> }>();
  const ambiguous = ambiguousNames(results);
  for (const result of results) {
    for (const name of COMPUTED_COLUMNS) {
      const column = result.columns[name];
      if (!column) continue;
      const made = groupOf(name, column, result);
      const key = JSON.stringify([made, foreignParts(name, column, result)]);
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
    .sort(byPlace);
}

/**
 * The same columns by their own CRFs, whether those were chosen or found for a wanted rate: a point
 * of a rate curve is what it is, however one came to it.
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

/** The CRF that the enhancer was told of a stream that does not say its own; null where it does. */
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

/** Text that tells families apart where there are several; empty where they are all alike. */
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

/** Programs of which another family with the same network has another version. */
function differingPrograms({ network, programs }: Family, all: readonly Family[]): string[] {
  const others = all.filter((other) => other.network === network);
  return Object.entries(programs)
    .filter(([name, version]) => others.some((other) => other.programs[name] !== version))
    .map(([name, version]) => `${name} ${shortHash(version)}`);
}

/** A hash is told from others by its first digits. */
function shortHash(version: string): string {
  return /^[0-9a-f]{64}$/.test(version) ? version.slice(0, 8) : version;
}

function groupOf(
  name: ComputedColumn,
  column: ColumnResult,
  { configuration, provenance }: SequenceResult,
): Omit<ColumnGroup, 'members' | 'title'> {
  const { keyint, frameLimit, targetBpp } = configuration;
  const coded = name === 'x265' || name === 'ours';
  const encodedHere = coded && column.crf !== null && !givenStream({ provenance });
  const wantedBpp = encodedHere ? targetBpp : null;
  return {
    column: name,
    crf: encodedHere && wantedBpp === null ? column.crf : null,
    targetBpp: wantedBpp,
    encodedHere,
    variant: name === 'ours' ? oursVariant(configuration) : '',
    network: networkText(configuration),
    keyint: encodedHere ? keyint : 0,
    provider: column.provider,
    frameLimit,
    programs: programsOf(provenance),
  };
}

/** @param ambiguous names of streams that need their hash beside them */
function titleOf(
  column: ColumnResult,
  result: SequenceResult,
  made: Omit<ColumnGroup, 'members' | 'title'>,
  ambiguous: ReadonlySet<string>,
): string {
  const { column: name, variant } = made;
  if (name === 'imported') return column.title;
  if (name === 'original') return name;
  return [codedTitle(column, result, made, ambiguous), variant].filter(Boolean).join(', ');
}

function codedTitle(
  column: ColumnResult,
  result: SequenceResult,
  { column: name, encodedHere, targetBpp }: Omit<ColumnGroup, 'members' | 'title'>,
  ambiguous: ReadonlySet<string>,
): string {
  if (encodedHere) {
    return targetBpp === null ? `${name} CRF ${column.crf}` : `${name} at ${targetBpp} bpp`;
  }
  const stream = givenStream(result);
  const hash = stream && ambiguous.has(stream.name) ? [shortHash(stream.sha256)] : [];
  const given = [`${name}, given`, stream?.name ?? 'stream', ...hash].join(' ');
  const assumed = assumedCrf(name, column, result);
  return assumed === null ? given : `${given}, assumed CRF ${assumed}`;
}

/** A network as it remembers what its authors let it needs no more words. */
function networkText({ network, memoryFrames }: SequenceResult['configuration']): string {
  return memoryFrames === null ? network : `${network}, ${memoryFrames} frames remembered`;
}

/** Coded masks of the usual quality need no word. */
export function oursVariant({ ours, maskQuality }: SequenceResult['configuration']): string {
  if (ours === 'enhanced') return columnText('ours', ours).masks;
  if (maskQuality === null) return 'carried masks';
  return maskQuality === MASK_QUALITY_RANGE.default ? '' : `mask quality ${maskQuality}`;
}

function givenStream({ provenance }: Pick<SequenceResult, 'provenance'>): GivenFile | undefined {
  return provenance.givenFiles.find(({ role }) => role === 'x265 stream');
}

/** Names that several given streams have, so that a name alone does not tell them apart. */
function ambiguousNames(results: readonly SequenceResult[]): ReadonlySet<string> {
  const hashes = new Map<string, string>();
  const ambiguous = new Set<string>();
  for (const { name, sha256 } of results.flatMap((result) => givenStream(result) ?? [])) {
    if ((hashes.get(name) ?? sha256) !== sha256) ambiguous.add(name);
    hashes.set(name, sha256);
  }
  return ambiguous;
}

/** What tells columns that were made elsewhere apart. */
function foreignParts(name: ComputedColumn, column: ColumnResult, result: SequenceResult): unknown {
  if (name === 'original') return null;
  if (name === 'imported') return importOf(result);
  const { givenFiles } = result.provenance;
  const stream = contentsOf(givenFiles, ({ role }) => role === 'x265 stream');
  return [stream, assumedCrf(name, column, result)];
}

function byPlace(a: ColumnGroup, b: ColumnGroup): number {
  return (
    a.network.localeCompare(b.network) ||
    COMPUTED_COLUMNS.indexOf(a.column) - COMPUTED_COLUMNS.indexOf(b.column) ||
    (a.crf ?? 0) - (b.crf ?? 0) ||
    (a.targetBpp ?? 0) - (b.targetBpp ?? 0) ||
    a.title.localeCompare(b.title) ||
    a.keyint - b.keyint
  );
}
