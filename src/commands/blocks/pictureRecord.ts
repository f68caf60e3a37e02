import { type BlockSummary, summarize } from '../../hevc/blockSummary.ts';
import type { PictureBlocks, PictureSlice } from '../../hevc/pictureBlocks.ts';
import type { ReadPicture } from '../../hevc/streamBlocks.ts';
import { type UnitRecord, unitRecords } from './unitRecords.ts';

// The format of the file is described in docs/evaluation.md.

export const BLOCKS_FORMAT = 'maskscope-blocks';

/** Rises whenever a program that reads the former version would misread the file. */
export const BLOCKS_VERSION = 1;

/** A picture of a file of blocks. */
export type PictureRecord = ReadableRecord | UnreadableRecord;

interface ReadableRecord extends Omit<BlockSummary, 'qp' | 'slices'> {
  /** Position in output order, from 0. */
  readonly frame: number;
  readonly type: PictureBlocks['type'];
  /** Mean QP of luma over the area; null if no coding unit could be read. */
  readonly qp: number | null;
  readonly qpRange: { readonly least: number; readonly most: number } | null;
  /** Picture order count: position from the last IDR picture on. */
  readonly order: number;
  readonly isReference: boolean;
  /** Of the coded picture, in luma samples. */
  readonly size: { readonly width: number; readonly height: number };
  /** The part that is shown. */
  readonly shown: Readonly<Record<'left' | 'top' | 'width' | 'height', number>>;
  /** `references` are the orders of the pictures in list 0 and list 1. */
  readonly slices: readonly PictureSlice[];
  readonly sliceTypes: BlockSummary['slices'];
  /** What is wrong with it, so that blocks are missing; null if it was read to its end. */
  readonly damage: string | null;
  /** With `--units` only, in the order of the stream. */
  readonly units?: readonly UnitRecord[];
}

interface UnreadableRecord {
  readonly frame: number;
  /** Why nothing of it could be read. */
  readonly fault: string;
}

/** A picture as it is written to the file. */
export function pictureRecord(
  frame: number,
  { blocks, fault }: ReadPicture,
  withUnits: boolean,
): PictureRecord {
  if (!blocks) return { frame, fault: fault ?? 'it cannot be read' };
  const { qp, slices, ...summary } = summarize(blocks);
  return {
    frame,
    type: blocks.type,
    qp: qp?.mean ?? null,
    qpRange: qp && { least: qp.least, most: qp.most },
    order: blocks.order,
    isReference: blocks.isReference,
    size: { width: blocks.width, height: blocks.height },
    shown: {
      left: blocks.cropLeft,
      top: blocks.cropTop,
      width: blocks.shownWidth,
      height: blocks.shownHeight,
    },
    ...summary,
    slices: blocks.slices,
    sliceTypes: slices,
    damage: blocks.damage,
    ...(withUnits && { units: unitRecords(blocks) }),
  };
}
