import type { SequenceResult } from '../results/resultSchema.ts';
import { count } from '../sequence/messageWords.ts';
import { PUBLISHED_SET } from './publishedFigures.ts';

/** What was measured, on what and with what, a sentence each. */
export function measuredNotes(results: readonly SequenceResult[]): string[] {
  if (results.length === 0) return ['Nothing was measured yet.'];
  const { inputs, frames } = extent(results);
  const limited = results.some(({ configuration }) => configuration.frameLimit !== null);
  return [
    `Measured in a browser on ${all(results, ({ provenance }) => provenance.device)}, with ${all(results, ({ configuration }) => configuration.network)}, on ${count(inputs, 'sequence')} of ${frames} frames${limited ? ', some of them cut short' : ''}, key frames every ${all(results, ({ configuration }) => String(configuration.keyint))} frames at most.`,
    'bpp is the mean over the sequences and counts the packets’ payloads, without the headers that Matroska holds once; times are sums.',
    ...columnNotes(results),
  ];
}

/** What the columns' own figures cannot be read without, such as bits of a whole file. */
function columnNotes(results: readonly SequenceResult[]): string[] {
  const columns = results.flatMap((result) => Object.values(result.columns));
  return [
    ...new Set(columns.flatMap(({ title, notes }) => notes.map((note) => `${title}: ${note}`))),
  ];
}

/** What differs between these results and the published ones, a sentence each. */
export function differenceNotes(results: readonly SequenceResult[]): string[] {
  if (results.length === 0) return [];
  const { inputs, frames } = extent(results);
  const masks = all(results, ({ columns }) => columns.ours?.masks);
  return [
    `Hardware: ours ${all(results, ({ provenance }) => provenance.device)}, in a browser; published one ${PUBLISHED_SET.device} with native codecs.`,
    `Network: ours ${all(results, ({ configuration }) => configuration.network)}; published STCN and R50-AOTL (AOT).`,
    `Data: ours ${count(inputs, 'sequence')} of ${frames} frames; published DAVIS 2017 val, ${PUBLISHED_SET.sequences} sequences of ${PUBLISHED_SET.frames.toLocaleString('en')} frames.`,
    'Bits: how the published bpp were counted is not stated.',
    ...(masks
      ? [`Masks of ours: here ${masks}; published coded masks, by VOS at the encoder.`]
      : []),
  ];
}

function all(
  results: readonly SequenceResult[],
  pick: (result: SequenceResult) => string | null | undefined,
): string {
  return [...new Set(results.map(pick).filter((text) => text != null))].sort().join(', ');
}

/** Each sequence once, at its greatest length. */
function extent(results: readonly SequenceResult[]): { inputs: number; frames: number } {
  const longest = new Map<string, number>();
  for (const { name, frames } of results) {
    longest.set(name, Math.max(frames, longest.get(name) ?? 0));
  }
  const frames = [...longest.values()].reduce((sum, length) => sum + length, 0);
  return { inputs: longest.size, frames };
}
