import type { Box } from './mp4Boxes.ts';

/** The tables that say where the samples of a track are and when (ISO/IEC 14496-12, 8.6 and 8.7). */
export interface SampleTable {
  /** Number of samples; 0 without tables, as in fragmented files. */
  readonly samples: number;
  readonly parts: SampleParts;
  /** Number of samples that end before this position of the file, of those before the first that does not. */
  samplesBefore(position: number): number;
}

interface SampleParts {
  /** Size of all samples, or 0 if `sizes` lists them. */
  readonly fixedSize: number;
  /** Size of a sample in bytes. */
  readonly sizeOf: (sample: number) => number;
  /** False if a table says that it has more entries than it has. */
  readonly isComplete: boolean;
  /** Entries of `stts` and `ctts`: number of samples first. */
  readonly times: readonly (readonly number[])[];
  readonly offsets: readonly (readonly number[])[];
  /** Entries of `stsc`: first chunk, samples in each chunk. */
  readonly chunkRuns: readonly (readonly number[])[];
  /** Positions of chunks in the file. */
  readonly chunks: readonly number[];
}

/** @param boxes those in `stbl` */
export function sampleTable(boxes: readonly Box[]): SampleTable {
  const body = (type: string) => boxes.find((box) => box.type === type)?.body;
  const parts = readParts(body);
  const samples = sampleCount(body('stsz'), body('stz2'));
  return {
    samples,
    parts,
    samplesBefore: (position) => countBefore(position, samples, parts),
  };
}

/** True if the tables agree with each other. */
export function isConsistent({ samples, parts }: SampleTable): boolean {
  const { isComplete, times, offsets, chunkRuns, chunks } = parts;
  if (!isComplete) return false;
  if (samples === 0) return true;
  return (
    countsUpTo(samples, times) &&
    countsUpTo(samples, offsets) &&
    fillsChunks(samples, chunks.length, chunkRuns)
  );
}

function readParts(body: (type: string) => DataView | undefined): SampleParts {
  const tables = {
    times: entries(body('stts'), 2),
    offsets: entries(body('ctts'), 2),
    chunkRuns: entries(body('stsc'), 3),
    chunks: entries(body('stco'), 1),
  };
  const longChunks = body('co64');
  const long = entries(longChunks, 2);
  const sizes = body('stsz');
  const small = body('stz2');
  const isSizesComplete = sizes
    ? sizes.byteLength >= 12 &&
      (sizes.getUint32(4) !== 0 || 12 + 4 * sizes.getUint32(8) <= sizes.byteLength)
    : !small ||
      (small.byteLength >= 12 &&
        12 + Math.ceil((small.getUint32(8) * small.getUint8(7)) / 8) <= small.byteLength);
  const isComplete =
    isSizesComplete && [...Object.values(tables), long].every((table) => table !== null);
  const fixedSize = sizes && sizes.byteLength >= 12 ? sizes.getUint32(4) : 0;
  return {
    isComplete,
    fixedSize,
    sizeOf: sizeReader(sizes, small, fixedSize),
    times: tables.times ?? [],
    offsets: tables.offsets ?? [],
    chunkRuns: tables.chunkRuns ?? [],
    chunks: longChunks
      ? (long ?? []).map(([high = 0, low = 0]) => high * 2 ** 32 + low)
      : (tables.chunks ?? []).map(([offset = 0]) => offset),
  };
}

function sizeReader(
  sizes: DataView | undefined,
  small: DataView | undefined,
  fixedSize: number,
): (sample: number) => number {
  if (sizes) return (sample) => fixedSize || sizes.getUint32(12 + 4 * sample);
  if (!small) return () => 0;
  const bits = small.getUint8(7);
  if (bits === 16) return (sample) => small.getUint16(12 + 2 * sample);
  if (bits === 8) return (sample) => small.getUint8(12 + sample);
  return (sample) => (small.getUint8(12 + (sample >> 1)) >> (sample % 2 ? 0 : 4)) & 15;
}

function sampleCount(sizes: DataView | undefined, small: DataView | undefined): number {
  const view = sizes ?? small;
  return view && view.byteLength >= 12 ? view.getUint32(8) : 0;
}

/**
 * Entries of a table, after version, flags and their number: `width` 32-bit numbers each.
 *
 * @returns null if it has fewer than it says
 */
function entries(view: DataView | undefined, width: number): number[][] | null {
  if (!view) return [];
  if (view.byteLength < 8) return null;
  const count = view.getUint32(4);
  if (8 + count * width * 4 > view.byteLength) return null;
  return Array.from({ length: count }, (_, entry) =>
    Array.from({ length: width }, (_, part) => view.getUint32(8 + 4 * (entry * width + part))),
  );
}

/** True if the counts of the runs (count first) add up to at most `samples`. */
function countsUpTo(samples: number, runs: readonly (readonly number[])[]): boolean {
  return runs.reduce((sum, [count = 0]) => sum + count, 0) <= samples;
}

/** Samples of sound that fit into a chunk of a second, and more. */
const MOST_SLACK = 2 ** 17;

/**
 * True if the runs (first chunk, samples per chunk) ascend from chunk 1 and hold all samples; the
 * last chunk may have room for more.
 */
function fillsChunks(
  samples: number,
  chunks: number,
  runs: readonly (readonly number[])[],
): boolean {
  let sum = 0;
  let last = 0;
  for (const [index, [first = 0, each = 0]] of runs.entries()) {
    const next = runs[index + 1]?.[0] ?? chunks + 1;
    last = each;
    if ((index === 0 && first !== 1) || next <= first || next > chunks + 1) return false;
    sum += (next - first) * each;
  }
  const slack = sum - samples;
  return slack >= 0 && slack < Math.min(last, MOST_SLACK);
}

function countBefore(position: number, samples: number, parts: SampleParts): number {
  const { chunkRuns, chunks, sizeOf, fixedSize } = parts;
  let sample = 0;
  for (const [index, [first = 0, each = 0]] of chunkRuns.entries()) {
    const next = chunkRuns[index + 1]?.[0] ?? chunks.length + 1;
    for (let chunk = first; chunk < next; chunk++) {
      let at = chunks[chunk - 1] ?? 0;
      if (fixedSize) {
        const fitting = Math.max(0, Math.floor((position - at) / fixedSize));
        if (fitting < each) return sample + fitting;
        sample += each;
        continue;
      }
      for (let index = 0; index < each; index++) {
        if (sample >= samples) return sample;
        at += sizeOf(sample);
        if (at > position) return sample;
        sample += 1;
      }
    }
  }
  return sample;
}
