import { textDigest } from '../files/digest.ts';
import type { ComputedColumn } from './columns.ts';
import type { GivenFile, Provenance, SequenceResult } from './resultSchema.ts';

// What makes two results the same, in all the senses in which the product asks. The order of lists
// and of properties never matters: a file that was written elsewhere may have another.

/** What was computed from: results of one input and length are of the same sequence. */
export function inputOf({
  result: { provenance, frames },
}: {
  readonly result: Pick<SequenceResult, 'provenance' | 'frames'>;
}): string {
  return `${provenance.input} ${frames}`;
}

/** Versions of the programs by their names, and SHA-256 of the networks' files by theirs. */
export function programsOf({
  versions,
  networks,
}: Pick<Provenance, 'versions' | 'networks'>): Readonly<Record<string, string>> {
  const files = networks.map(({ name, sha256 }) => [name, sha256] as const);
  return sortedRecord([...Object.entries(versions), ...files]);
}

/** The contents of given files, whatever they are called, by their roles. */
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
 * What tells imports apart: the contents of their files. Where none are known, as in older results,
 * title and rate are all there is.
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
 * The experiment that a result is of, whatever programs computed it and whichever columns are whole:
 * its input, settings, given files and execution provider.
 */
export function experimentOf(result: SequenceResult): string {
  const { configuration, columns, provenance } = result;
  return canonicalJson([
    inputOf({ result }),
    configuration,
    contentsOf(provenance.givenFiles),
    importOf(result),
    // All columns of a result run on one provider.
    Object.values(columns)[0]?.provider ?? null,
  ]);
}

/**
 * What decides the figures of these columns where they are computed here, besides the execution
 * provider: settings, input, encoder's command and programs.
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
  // Left out where it is not bounded: results of before it could be are the same.
  const memory = memoryFrames === null ? {} : { memoryFrames };
  const settings = { crf, keyint, network, ...memory, frameLimit };
  const settingsOfOurs = columns.includes('ours') ? { ours, maskQuality } : null;
  const programs = programsOf({ networks, versions });
  return canonicalJson([settings, settingsOfOurs, input, commandLine, programs]);
}

/**
 * The key of a result: a digest of everything that decides it. Two results of one key are the same
 * experiment, computed twice by the same programs, with the same columns.
 */
export function resultKey(result: SequenceResult): Promise<string> {
  const { provenance, columns } = result;
  const parts = [
    experimentOf(result),
    provenance.commandLine,
    programsOf(provenance),
    Object.keys(columns).sort(),
  ];
  return textDigest(canonicalJson(parts));
}

/** JSON with every object's properties in the order of their names. */
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
