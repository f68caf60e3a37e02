import { formatColumn } from '../../results/columnList.ts';
import { networkOf } from '../../results/columnSpec.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import type { KeptResult } from '../../results/resultStore.ts';

/** Number of results that a description names. */
const MOST_NAMED = 5;

/**
 * The results that match a filter: each of its words is in the name, the device, or a column's short
 * form, CRF or network.
 */
export function shownResults(kept: readonly KeptResult[], filter: string): KeptResult[] {
  const words = filter.toLowerCase().split(/\s+/);
  return kept.filter(({ result }) => {
    const text = searchText(result);
    return words.every((word) => text.includes(word));
  });
}

/** Describes results, e.g. `libby (orig, x265@45, ours@48), dog (orig, x265@37)`. */
export function describeResults(results: readonly KeptResult[]): string {
  const names = results.slice(0, MOST_NAMED).map(({ result }) => resultTitle(result));
  const more = results.length - MOST_NAMED;
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ');
}

/** A result as its sequence and columns, e.g. `libby (orig, x265@45, ours@48)`. */
export function resultTitle({ name, columns }: SequenceResult): string {
  return `${name} (${columns.map(({ spec }) => formatColumn(spec)).join(', ')})`;
}

function searchText(result: SequenceResult): string {
  const settings = result.columns.map(({ spec, crf }) => `crf${crf} crf ${crf} ${networkOf(spec)}`);
  return `${resultTitle(result)} ${settings.join(' ')} ${result.provenance.device}`.toLowerCase();
}
