import { textSha256 } from '../files/sha256.ts';
import type { VosNetworkName } from '../networks/vosNetworks.ts';
import { type ColumnSpec, networkOf, ordered } from './columnSpec.ts';
import type { ColumnResult, GivenFile, Provenance, SequenceResult } from './resultSchema.ts';

// Keys that compare results. They do not depend on the order of lists and of properties, which can
// differ in files that another program wrote.

/** Key of a result's input: equal for results of the same sequence with the same length. */
export function inputOf({
  result: { provenance, frames },
}: {
  readonly result: Pick<SequenceResult, 'provenance' | 'frames'>;
}): string {
  return `${provenance.input} ${frames}`;
}

/**
 * Versions of the programs and SHA-256 of the networks' files, by name.
 *
 * @param network leaves out files that belong to other VOS networks only; null for all files
 */
export function programsOf(
  { versions, networks }: Pick<Provenance, 'versions' | 'networks'>,
  network: VosNetworkName | null = null,
): Readonly<Record<string, string>> {
  const files = networks
    .filter(({ vos }) => network === null || vos === undefined || vos === network)
    .map(({ name, sha256 }) => [name, sha256] as const);
  return sortedRecord([...Object.entries(versions), ...files]);
}

/**
 * The specification without what does not affect the figures: the CRF that a user-supplied stream
 * was assumed to have counts only for an enhancer that had to use it.
 */
export function countedSpec({ spec, crf }: Pick<ColumnResult, 'spec' | 'crf'>): ColumnSpec {
  const { pictures, enhanced } = spec;
  if (pictures.source !== 'stream' || (enhanced && crf === null)) return ordered(spec);
  return ordered({ ...spec, pictures: { ...pictures, assumedCrf: 0 } });
}

/**
 * Identity of the user-supplied files of a column: roles and hashes, without names; empty if it has
 * none. For older imports without hashes, title and rate.
 */
export function suppliedOf(
  { provenance: { givenFiles } }: Pick<SequenceResult, 'provenance'>,
  { spec, title, bpp }: Pick<ColumnResult, 'spec' | 'title' | 'bpp'>,
): readonly unknown[] {
  const contents = (counts: (file: GivenFile) => boolean) =>
    givenFiles
      .filter(counts)
      .map(({ role, sha256 }) => `${role} ${sha256}`)
      .sort();
  switch (spec.pictures.source) {
    case 'stream':
      return contents(({ role }) => role === 'x265 stream');
    case 'import': {
      const files = contents(({ role }) => role !== 'x265 stream');
      return files.length > 0 ? files : [title, bpp?.total ?? null];
    }
    default:
      return [];
  }
}

/**
 * Key of a column of a result: its input, specification, user-supplied files and execution
 * provider. It does not depend on the programs' versions or on the other columns.
 */
export function columnIdentity(result: SequenceResult, column: ColumnResult): string {
  return canonicalJson([
    inputOf({ result }),
    result.frameLimit,
    result.memoryFrames,
    countedSpec(column),
    column.foundRate?.against ?? null,
    suppliedOf(result, column),
    column.provider,
  ]);
}

/** What decides the figures of a column that is computed here. */
export interface Computation {
  readonly spec: ColumnSpec;
  /** The CRF that x265 uses; null if nothing is encoded. */
  readonly crf: number | null;
  /** The encoder's command; null if nothing is encoded. */
  readonly commandLine: string | null;
}

/**
 * Key of everything that decides the figures of a column that is computed here, except the
 * execution provider: specification, input, the encoder's command and programs. A CRF that was
 * found for a wanted rate counts like a chosen one.
 */
export function computationOf(
  { spec, crf, commandLine }: Computation,
  {
    memoryFrames,
    frameLimit,
    provenance,
  }: Pick<SequenceResult, 'memoryFrames' | 'frameLimit'> & {
    readonly provenance: Pick<Provenance, 'input' | 'networks' | 'versions'>;
  },
): string {
  const network = networkOf(spec);
  return canonicalJson([
    atCrf(spec, crf),
    network === null ? null : memoryFrames,
    frameLimit,
    provenance.input,
    commandLine,
    programsOf(provenance, network),
  ]);
}

/** The same specification with its actual CRF as a chosen one. */
export function atCrf(spec: ColumnSpec, crf: number | null): ColumnSpec {
  const { pictures } = spec;
  if (pictures.source !== 'x265' || crf === null) return spec;
  return { ...spec, pictures: { ...pictures, rate: { kind: 'crf', crf } } };
}

/**
 * Key under which a result is stored: a digest of its columns' identities and commands, and of its
 * programs. Two results with the same key are the same computation, done twice.
 */
export function resultKey(result: SequenceResult): Promise<string> {
  const columns = result.columns
    .map((column) => JSON.stringify([columnIdentity(result, column), column.commandLine]))
    .sort();
  return textSha256(canonicalJson([inputOf({ result }), columns, programsOf(result.provenance)]));
}

/** JSON with sorted property names. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? sortedRecord(Object.entries(part))
      : part,
  );
}

function sortedRecord<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
