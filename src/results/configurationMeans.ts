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
 * Means of columns of one configuration, each over the sequences that have it: where a column
 * failed in some, its own `sequences` are fewer than the configuration's.
 */
export interface ConfigurationMean
  extends Pick<
    ColumnGroup,
    'crf' | 'targetBpp' | 'variant' | 'keyint' | 'network' | 'provider' | 'frameLimit' | 'programs'
  > {
  /** How many sequences have any of its columns, each counted once. */
  readonly sequences: number;
  readonly columns: Partial<Record<ComputedColumn, CountedMean>>;
}

/** A mean, and how many sequences it is of. */
export type CountedMean = ColumnMean & { readonly sequences: number };

/**
 * A mean for each configuration, of the results that {@link columnGroups} would average. Their
 * originals stand beside them; what was imported stands by itself. By network, key frame distance,
 * CRF and wanted rate.
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

/** Equal where x265's columns, or the originals alone, may be averaged; null where there are none. */
function configurationKey(result: SequenceResult): string | null {
  const group = leading(columnGroups([result]).filter(isComputedHere));
  if (!group) return null;
  const { crf, targetBpp, encodedHere } = group;
  const given = encodedHere
    ? []
    : result.provenance.givenFiles.filter(({ role }) => role === 'x265 stream');
  const streams = given.map(({ sha256 }) => sha256);
  const { ours } = result.columns;
  // How ours is made does not matter to x265, but one mean can hold one ours.
  const variant = group.column === 'original' ? '' : oursVariant(result.configuration);
  const assumed = ours ? assumedCrf('ours', ours, result) : null;
  return JSON.stringify([familyOf(group), crf, targetBpp, encodedHere, streams, assumed, variant]);
}

/** @param groups of one configuration: one for each column */
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

/** The group that has the configuration of all: the originals know of no codec. */
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
