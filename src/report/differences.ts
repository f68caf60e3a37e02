import type { SequenceResult } from '../experiment/resultSchema.ts';
import { PUBLISHED_SET } from './publishedFigures.ts';

/** What differs between these results and the published ones, a sentence each. */
export function differenceNotes(results: readonly SequenceResult[]): string[] {
  if (results.length === 0) return ['Nothing was measured yet.'];
  const all = (pick: (result: SequenceResult) => string | null | undefined) =>
    [...new Set(results.map(pick).filter((text) => text != null))].sort().join(', ');
  const inputs = new Map(results.map((result) => [result.provenance.input, result.frames]));
  const frames = [...inputs.values()].reduce((sum, count) => sum + count, 0);
  const networks = all(({ configuration }) => configuration.network);
  const masks = all(({ columns }) => columns.ours?.masks);
  const limited = results.some(({ configuration }) => configuration.frameLimit !== null);
  return [
    `Hardware: measured in a browser on ${all(({ provenance }) => provenance.device)}; published on one ${PUBLISHED_SET.device} with native codecs.`,
    `Network: measured with ${networks}; published with STCN and R50-AOTL (AOT).`,
    `Data: measured on ${count(inputs.size, 'sequence')} of ${frames} frames${limited ? ', some of them cut short' : ''}; published on DAVIS 2017 val, ${PUBLISHED_SET.sequences} sequences of ${PUBLISHED_SET.frames.toLocaleString('en')} frames.`,
    'Bits: measured from the packets’ payloads, without headers that Matroska holds once; the published way of counting is not stated.',
    ...(masks
      ? [`Ours: measured with masks by ${masks}; published with coded masks, VOS at the encoder.`]
      : []),
    `Key frames: every ${all(({ configuration }) => String(configuration.keyint))} frames at most; published 8.`,
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
