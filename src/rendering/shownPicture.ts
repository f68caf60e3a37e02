import type { PictureBlocks } from '../hevc/pictureBlocks.ts';
import type { Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { BlockRanges } from './blockRanges.ts';

/** A frame of a column with all that its layers are drawn from, at the same index. */
export interface ShownPicture {
  readonly index: number;
  readonly frames: Frames;
  /** Null for no masks. */
  readonly maps: LabelMaps | null;
  /** With which layer `difference` compares; null if it is not there. */
  readonly original: Frames | null;
  /** With which layer `errors` compares; null if the frame has no annotation. */
  readonly truth: LabelMaps | null;
  /** What layer `changes` compares, beside the truth; null if it is not there. */
  readonly changes: ChangedMaps | null;
  /** The blocks of its video; null if it has none or they are not read. */
  readonly blocks: ShownBlocks | null;
}

/** The blocks of a picture of an HEVC video. */
export interface ShownBlocks {
  readonly blocks: PictureBlocks;
  /** Over what the colours are spread. */
  readonly ranges: BlockRanges;
  /** Index of the coding unit that is looked at; null for none. */
  readonly selected: number | null;
}

/** Label maps of the three stations of the experiment. */
export interface ChangedMaps {
  /** VOS on the originals. */
  readonly original: LabelMaps;
  /** VOS on x265's frames. */
  readonly coded: LabelMaps;
  /** Of the enhanced column. */
  readonly ours: LabelMaps;
}

/** A rectangle in pixels. */
export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
