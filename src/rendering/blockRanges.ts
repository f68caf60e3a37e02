import { bitsOfUnit, type PictureBlocks } from '../hevc/pictureBlocks.ts';
import type { Range } from './blockColours.ts';

/** The ranges over which the colours of blocks are spread. */
export interface BlockRanges {
  readonly qp: Range;
  /** Bits per pixel of coding units, from 0. */
  readonly bits: Range;
}

/** Luma samples of a coding unit. */
export function pixelsOfUnit({ coding }: PictureBlocks, unit: number): number {
  return 1 << (2 * (coding.log2Size[unit] ?? 0));
}

/** The ranges of a picture, found once. */
export function rangesOf(blocks: PictureBlocks): BlockRanges {
  const known = found.get(blocks);
  if (known) return known;
  const { coding } = blocks;
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  let bits = 0;
  for (let unit = 0; unit < coding.count; unit++) {
    const qp = coding.qp[unit] ?? 0;
    least = Math.min(least, qp);
    most = Math.max(most, qp);
    bits = Math.max(bits, bitsOfUnit(blocks, unit) / pixelsOfUnit(blocks, unit));
  }
  const ranges = {
    qp: coding.count > 0 ? { least, most } : { least: 0, most: 0 },
    bits: { least: 0, most: bits },
  };
  found.set(blocks, ranges);
  return ranges;
}

const found = new WeakMap<PictureBlocks, BlockRanges>();

/** The ranges that hold all of some. */
export function joinedRanges(all: readonly BlockRanges[]): BlockRanges {
  const join = (ranges: readonly Range[]): Range => ({
    least: Math.min(...ranges.map(({ least }) => least)),
    most: Math.max(...ranges.map(({ most }) => most)),
  });
  return { qp: join(all.map(({ qp }) => qp)), bits: join(all.map(({ bits }) => bits)) };
}
