import { textSha256 } from '../files/sha256.ts';
import type { ComputedColumn } from './columns.ts';
import type { GivenFile, Provenance, SequenceResult } from './resultSchema.ts';

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

/** Versions of the programs and SHA-256 of the networks' files, by name. */
export function programsOf({
  versions,
  networks,
}: Pick<Provenance, 'versions' | 'networks'>): Readonly<Record<string, string>> {
  const files = networks.map(({ name, sha256 }) => [name, sha256] as const);
  return sortedRecord([...Object.entries(versions), ...files]);
}

/**
 * Roles and hashes of user-supplied files, without their names.
 *
 * @param counts selects the files
 */
export function contentsOf(
  givenFiles: readonly GivenFile[],
  counts: (file: GivenFile) => boolean = () => true,
): readonly string[] {
  return givenFiles
    .filter(counts)
    .map(({ role, sha256 }) => `${role} ${sha256}`)
    .sort();
}

/**
 * Identity of the import: the hashes of its files. For older results without hashes, its title and
 * rate.
 */
export function importOf({
  columns: { imported },
  provenance: { givenFiles },
}: Pick<SequenceResult, 'columns' | 'provenance'>): readonly unknown[] {
  const contents = contentsOf(givenFiles, ({ role }) => role !== 'x265 stream');
  if (contents.length > 0 || !imported) return contents;
  return [imported.title, imported.bpp?.total ?? null];
}

/**
 * Key of a result's experiment: its input, settings, user-supplied files and execution provider. It
 * does not depend on the programs' versions or on the columns.
 */
export function experimentOf(result: SequenceResult): string {
  const { configuration, columns, provenance } = result;
  return canonicalJson([
    inputOf({ result }),
    configuration,
    contentsOf(provenance.givenFiles),
    importOf(result),
    // All columns of a result have the same provider.
    Object.values(columns)[0]?.provider ?? null,
  ]);
}

/**
 * Key of everything that decides the figures of these columns if they are computed here, except the
 * execution provider: settings, input, the encoder's command and programs.
 */
export function computationOf(
  {
    configuration: { crf, keyint, network, memoryFrames, frameLimit, ours, maskQuality },
    provenance: { input, commandLine, networks, versions },
  }: {
    readonly configuration: Omit<SequenceResult['configuration'], 'targetBpp'>;
    readonly provenance: Pick<Provenance, 'input' | 'commandLine' | 'networks' | 'versions'>;
  },
  columns: readonly ComputedColumn[],
): string {
  // Left out if unlimited, so that results from before this setting have the same key.
  const memory = memoryFrames === null ? {} : { memoryFrames };
  const settings = { crf, keyint, network, ...memory, frameLimit };
  const settingsOfOurs = columns.includes('ours') ? { ours, maskQuality } : null;
  const programs = programsOf({ networks, versions });
  return canonicalJson([settings, settingsOfOurs, input, commandLine, programs]);
}

/**
 * Key under which a result is stored: a digest of its experiment, programs and set of columns. Two
 * results with the same key are the same computation, done twice.
 */
export function resultKey(result: SequenceResult): Promise<string> {
  const { provenance, columns } = result;
  const parts = [
    experimentOf(result),
    provenance.commandLine,
    programsOf(provenance),
    Object.keys(columns).sort(),
  ];
  return textSha256(canonicalJson(parts));
}

/** JSON with sorted property names. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? sortedRecord(Object.entries(part))
      : part,
  );
}

function sortedRecord<T>(entries: readonly (readonly [string, T])[]): Record<string, T> {
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
