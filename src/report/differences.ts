import { count } from '../messageWords.ts';
import { formatColumn } from '../results/columnList.ts';
import { columnKind, networkOf } from '../results/columnSpec.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import { PUBLISHED_SET } from './publishedFigures.ts';

/** Notes on the measurement: device, network, sequences and units, a sentence each. */
export function measuredNotes(results: readonly SequenceResult[]): string[] {
  const [extent, ...remarks] = extentNotes(results);
  if (extent === undefined || results.length === 0) return [NOTHING_MEASURED];
  const units =
    'bpp is the mean over the sequences of the packets’ payloads, without the headers that Matroska stores once; times are sums.';
  return [extent, units, ...remarks];
}

const NOTHING_MEASURED = 'Nothing has been measured yet.';

/** The same for tables without bits per pixel and times. */
export function extentNotes(results: readonly SequenceResult[]): string[] {
  if (results.length === 0) return [NOTHING_MEASURED];
  const { inputs, frames } = extent(results);
  const limited = results.some(({ frameLimit }) => frameLimit !== null);
  return [
    `Measured in a browser on ${distinct(results, ({ provenance }) => provenance.device)}, with ${networksOf(results)}, on ${count(inputs, 'sequence')} of ${frames} frames${limited ? ', some of them shortened' : ''}.`,
    ...unreachedNotes(results),
    ...columnNotes(results),
  ];
}

/** Columns whose wanted rate no CRF reaches. */
function unreachedNotes(results: readonly SequenceResult[]): string[] {
  return results.flatMap(({ name, columns }) =>
    columns
      .filter(({ foundRate }) => foundRate?.reached === false)
      .map(
        ({ spec, crf }) =>
          `${formatColumn(spec)} of ${name}: no CRF reaches this rate; the nearest, CRF ${crf}, was taken.`,
      ),
  );
}

/** The columns' remarks on their figures, e.g. that the bits are those of a whole file. */
function columnNotes(results: readonly SequenceResult[]): string[] {
  const columns = results.flatMap((result) => result.columns);
  return [
    ...new Set(columns.flatMap(({ title, notes }) => notes.map((note) => `${title}: ${note}`))),
  ];
}

/** The differences between these results and the published ones, a sentence each. */
export function differenceNotes(results: readonly SequenceResult[]): string[] {
  if (results.length === 0) return [];
  const { inputs, frames } = extent(results);
  const ours = results.flatMap((result) =>
    result.columns.filter(({ spec }) => columnKind(spec) === 'ours'),
  );
  const masks = listed(ours.map((column) => column.masks));
  return [
    `Hardware: ours ${distinct(results, ({ provenance }) => provenance.device)}, in a browser; published one ${PUBLISHED_SET.device} with native codecs.`,
    `Network: ours ${networksOf(results)}; published STCN and R50-AOTL (AOT).`,
    `Data: ours ${count(inputs, 'sequence')} of ${frames} frames; published DAVIS 2017 val, ${PUBLISHED_SET.sequences} sequences of ${PUBLISHED_SET.frames.toLocaleString('en')} frames.`,
    'Bits: how the published bpp were counted is not stated.',
    ...(masks
      ? [`Masks of ours: here ${masks}; published coded masks from VOS at the encoder.`]
      : []),
  ];
}

function distinct(
  results: readonly SequenceResult[],
  pick: (result: SequenceResult) => string,
): string {
  return listed(results.map(pick));
}

/** The names of the VOS networks. */
function networksOf(results: readonly SequenceResult[]): string {
  const columns = results.flatMap((result) => result.columns);
  return listed(columns.flatMap(({ spec }) => networkOf(spec) ?? []));
}

function listed(texts: readonly string[]): string {
  return [...new Set(texts)].sort().join(', ');
}

/** Number of sequences and of their frames; each sequence counts once, with its greatest length. */
function extent(results: readonly SequenceResult[]): { inputs: number; frames: number } {
  const longest = new Map<string, number>();
  for (const { name, frames } of results) {
    longest.set(name, Math.max(frames, longest.get(name) ?? 0));
  }
  const frames = [...longest.values()].reduce((sum, length) => sum + length, 0);
  return { inputs: longest.size, frames };
}
