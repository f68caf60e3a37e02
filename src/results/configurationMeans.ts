import {
  assumedCrf,
  type ColumnGroup,
  columnGroups,
  familyOf,
  groupMean,
  oursVariant,
} from './columnGroups.ts';
import type { ColumnMean } from './columnMean.ts';
import type { ComputedColumn } from './columns.ts';
import { inputOf } from './resultIdentity.ts';
import type { SequenceResult } from './resultSchema.ts';

/**
 * Mean columns of one configuration. Each is a mean over the sequences that have this column, so
 * its `sequences` can be fewer than the configuration's.
 */
export interface ConfigurationMean
  extends Pick<
    ColumnGroup,
    'crf' | 'targetBpp' | 'variant' | 'keyint' | 'network' | 'provider' | 'frameLimit' | 'programs'
  > {
  /** Number of sequences that have at least one of the columns. */
  readonly sequences: number;
  readonly columns: Partial<Record<ComputedColumn, CountedMean>>;
}

/** A mean and its number of sequences. */
export type CountedMean = ColumnMean & { readonly sequences: number };

/**
 * Means of results by configuration, with the groups of {@link columnGroups}. Imports have their
 * own entries. Sorted by network, key frame distance, CRF and target rate.
 */
export function configurationMeans(results: readonly SequenceResult[]): ConfigurationMean[] {
  const made = new Map<string, SequenceResult[]>();
  for (const result of results) {
    const key = configurationKey(result);
    if (key) made.set(key, [...(made.get(key) ?? []), result]);
  }
  const imported = columnGroups(results).filter(({ column }) => column === 'imported');
  return [
    ...[...made.values()].map((members) => meanOf(columnGroups(members).filter(isComputedHere))),
    ...imported.map((group) => meanOf([group])),
  ].sort(byConfiguration);
}

/**
 * Key of a result's configuration: equal for results that may be averaged. Null for a result with
 * imports only.
 */
function configurationKey(result: SequenceResult): string | null {
  const group = leading(columnGroups([result]).filter(isComputedHere));
  if (!group) return null;
  const { crf, targetBpp, encodedHere } = group;
  const streams = encodedHere
    ? []
    : result.provenance.givenFiles.filter(({ role }) => role === 'x265 stream');
  const streamHashes = streams.map(({ sha256 }) => sha256);
  const { ours } = result.columns;
  // x265 does not depend on how ours is made, but a mean can contain only one kind of ours.
  const variant = group.column === 'original' ? '' : oursVariant(result.configuration);
  const assumed = ours ? assumedCrf('ours', ours, result) : null;
  return JSON.stringify([
    familyOf(group),
    crf,
    targetBpp,
    encodedHere,
    streamHashes,
    assumed,
    variant,
  ]);
}

/** @param groups the groups of one configuration, one for each column */
function meanOf(groups: readonly ColumnGroup[]): ConfigurationMean {
  const group = leading(groups);
  if (!group) throw new RangeError('a configuration has at least one column');
  const { crf, targetBpp } = group;
  const inputs = new Set(groups.flatMap(({ members }) => members.map(inputOf)));
  const columns = groups.map((each): [ComputedColumn, CountedMean] => [
    each.column,
    { sequences: each.members.length, ...groupMean(each) },
  ]);
  return {
    crf,
    targetBpp,
    variant: groups.find(({ column }) => column === 'ours')?.variant ?? '',
    ...familyOf(group),
    sequences: inputs.size,
    columns: Object.fromEntries(columns),
  };
}

/** The group with the whole configuration; the group of the originals has no codec settings. */
function leading(groups: readonly ColumnGroup[]): ColumnGroup | undefined {
  return groups.find(({ column }) => column !== 'original') ?? groups[0];
}

function isComputedHere({ column }: ColumnGroup): boolean {
  return column !== 'imported';
}

function byConfiguration(a: ConfigurationMean, b: ConfigurationMean): number {
  return (
    a.network.localeCompare(b.network) ||
    Number('imported' in a.columns) - Number('imported' in b.columns) ||
    a.keyint - b.keyint ||
    (a.crf ?? 0) - (b.crf ?? 0) ||
    (a.targetBpp ?? 0) - (b.targetBpp ?? 0)
  );
}
