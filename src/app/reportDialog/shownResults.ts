import type { SequenceResult } from '../../results/resultSchema.ts';
import type { KeptResult } from '../../results/resultStore.ts';

/** Number of results that a description names. */
const MOST_NAMED = 5;

/** The results that match a filter: each of its words is in the name, network, device or CRF. */
export function shownResults(kept: readonly KeptResult[], filter: string): KeptResult[] {
  const words = filter.toLowerCase().split(/\s+/);
  return kept.filter(({ result }) => {
    const text = searchText(result);
    return words.every((word) => text.includes(word));
  });
}

/** Describes results, e.g. `libby at CRF 45 (compact), dog at CRF 37 (compact)`. */
export function describeResults(results: readonly KeptResult[]): string {
  const names = results
    .slice(0, MOST_NAMED)
    .map(({ result: { name, configuration } }) => {
      const { crf, network } = configuration;
      return `${name} at CRF ${crf} (${network})`;
    })
    .join(', ');
  return results.length > MOST_NAMED ? `${names} and ${results.length - MOST_NAMED} more` : names;
}

function searchText({ name, configuration, provenance }: SequenceResult): string {
  const { crf, network } = configuration;
  return `${name} crf${crf} crf ${crf} ${network} ${provenance.device}`.toLowerCase();
}
