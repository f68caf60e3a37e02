import type { FrameSize } from '../sequence/frames.ts';
import { VOID_ID } from '../sequence/labelMaps.ts';
import { FLAG, MODE, type PictureBlocks } from './pictureBlocks.ts';
import { shownUnits } from './shownUnits.ts';

/** What x265 did to a coding unit, from nothing at all to everything. */
export const BLOCK_KINDS = ['skipped', 'withoutResidual', 'withResidual', 'intra'] as const;

/**
 * - `skipped`: another picture's pixels, moved as a neighbour's were;
 * - `withoutResidual`: inter, not skipped, no coefficients: another picture's pixels, moved;
 * - `withResidual`: inter, with coefficients;
 * - `intra`: predicted from its surroundings.
 */
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** Pixels of objects, and those of them that are wrong. */
export interface ErrorCount {
  /** Pixels where either mask has an object. */
  readonly object: number;
  /** Those where the two masks' labels differ. */
  readonly wrong: number;
}

/** Where a column's masks differ from those on the originals: counts, which add up over frames. */
export interface MaskErrors {
  readonly kinds: Readonly<Record<BlockKind, ErrorCount>>;
  /** By the QP of the coding unit, ascending; QPs without object pixels are left out. */
  readonly qps: readonly (ErrorCount & { readonly qp: number })[];
}

/**
 * Counts by kind of block where the masks on a coded picture differ from those on the original.
 * Only pixels where either mask has an object count: a frame that is mostly background would
 * otherwise have hardly any errors anywhere.
 *
 * @param masks label map on the coded picture
 * @param original label map of the same network on the original
 * @throws Problem if the maps are not of the picture's size
 */
export function maskErrors(
  blocks: PictureBlocks,
  masks: Uint8Array,
  original: Uint8Array,
  size: FrameSize,
): MaskErrors {
  const kinds = noErrors();
  const qps = new Map<number, { object: number; wrong: number }>();
  for (const [unit, { left, top, right, bottom }] of shownUnits(blocks, size)) {
    let object = 0;
    let wrong = 0;
    for (let y = top; y < bottom; y++) {
      const row = y * size.width;
      for (let at = row + left; at < row + right; at++) {
        const [label, expected] = [labelOf(masks[at]), labelOf(original[at])];
        if (label === 0 && expected === 0) continue;
        object += 1;
        if (label !== expected) wrong += 1;
      }
    }
    if (object === 0) continue;
    const qp = blocks.coding.qp[unit] as number;
    const ofQp = qps.get(qp) ?? { object: 0, wrong: 0 };
    qps.set(qp, ofQp);
    for (const counted of [kinds[kindOf(blocks, unit)], ofQp]) {
      counted.object += object;
      counted.wrong += wrong;
    }
  }
  return { kinds, qps: byQp(qps) };
}

/** The sum over frames or sequences; null if there is none. */
export function totalMaskErrors(frames: readonly (MaskErrors | null)[]): MaskErrors | null {
  const known = frames.filter((frame) => frame !== null);
  if (known.length === 0) return null;
  const kinds = noErrors();
  const qps = new Map<number, { object: number; wrong: number }>();
  for (const frame of known) {
    for (const kind of BLOCK_KINDS) add(kinds[kind], frame.kinds[kind]);
    for (const { qp, ...errors } of frame.qps) {
      const ofQp = qps.get(qp) ?? { object: 0, wrong: 0 };
      qps.set(qp, ofQp);
      add(ofQp, errors);
    }
  }
  return { kinds, qps: byQp(qps) };
}

/** All kinds together. */
export function allErrors({ kinds }: MaskErrors): ErrorCount {
  const all = { object: 0, wrong: 0 };
  for (const kind of BLOCK_KINDS) add(all, kinds[kind]);
  return all;
}

/** Share of the object pixels that are wrong, 0..1; null without object pixels. */
export function errorRate({ object, wrong }: ErrorCount): number | null {
  return object === 0 ? null : wrong / object;
}

function kindOf({ coding }: PictureBlocks, unit: number): BlockKind {
  const mode = coding.mode[unit];
  if (mode === MODE.intra) return 'intra';
  if (mode === MODE.skip) return 'skipped';
  const hasResidual = ((coding.flags[unit] as number) & FLAG.residual) !== 0;
  return hasResidual ? 'withResidual' : 'withoutResidual';
}

function labelOf(label: number | undefined): number {
  return label === VOID_ID ? 0 : (label as number);
}

function noErrors(): Record<BlockKind, { object: number; wrong: number }> {
  const none = () => ({ object: 0, wrong: 0 });
  return { skipped: none(), withoutResidual: none(), withResidual: none(), intra: none() };
}

function add(sum: { object: number; wrong: number }, { object, wrong }: ErrorCount): void {
  sum.object += object;
  sum.wrong += wrong;
}

function byQp(qps: ReadonlyMap<number, ErrorCount>): MaskErrors['qps'] {
  return [...qps].map(([qp, errors]) => ({ qp, ...errors })).toSorted((a, b) => a.qp - b.qp);
}
