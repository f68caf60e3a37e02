import { MotionField } from '../motion/motionField.ts';
import { type TreeBlockOrder, treeBlockOrder } from '../parameters/tiles.ts';
import { CodingRecorder, PredictionRecorder, TransformRecorder } from './blockRecorder.ts';
import type { SliceHeader } from './sliceHeader.ts';

/** Sizes of coding blocks, and of the maps of what was read before: 8×8. */
const LOG2_CODING_UNIT = 3;
/** The smallest blocks with an intra mode of their own: 4×4. */
const LOG2_INTRA_UNIT = 2;

/** The intra mode of what has none (8.4.2). */
export const DC_MODE = 1;

/** Not read yet. */
const NOWHERE = -1;

/** What has been read of a picture, as far as later blocks look at it. */
export class PictureState {
  readonly width: number;
  readonly height: number;
  readonly log2TreeBlock: number;
  /** Coding tree blocks in a row, and rows of them. */
  readonly columns: number;
  readonly rows: number;
  readonly order: TreeBlockOrder;
  readonly motion: MotionField;
  /** Address of the slice (SliceAddrRs) of each coding tree block; -1 before it is read. */
  readonly sliceAddress: Int32Array;
  /** For blocks of 8×8: depth in the coding quadtree, plus 8 if the coding unit is skipped. */
  readonly depth: Uint8Array;
  /** For blocks of 8×8: QpY. */
  readonly qp: Int8Array;
  /** For blocks of 4×4: luma intra mode; DC for what is not intra, and for PCM. */
  readonly intraMode: Uint8Array;
  readonly saoLuma: Uint8Array;
  readonly saoChroma: Uint8Array;
  readonly saoBits: Float32Array;
  readonly codingStride: number;
  readonly intraStride: number;

  constructor({ sequence, parameters }: SliceHeader) {
    const { width, height, columns, rows, log2TreeBlock } = sequence;
    this.width = width;
    this.height = height;
    this.columns = columns;
    this.rows = rows;
    this.log2TreeBlock = log2TreeBlock;
    this.order = treeBlockOrder(parameters.tiles, columns, rows);
    this.motion = new MotionField(width, height, log2TreeBlock, columns, rows);
    this.sliceAddress = new Int32Array(columns * rows).fill(NOWHERE);
    this.codingStride = (columns << log2TreeBlock) >> LOG2_CODING_UNIT;
    const codingUnits = this.codingStride * ((rows << log2TreeBlock) >> LOG2_CODING_UNIT);
    this.depth = new Uint8Array(codingUnits);
    this.qp = new Int8Array(codingUnits);
    this.intraStride = (columns << log2TreeBlock) >> LOG2_INTRA_UNIT;
    const intraUnits = this.intraStride * ((rows << log2TreeBlock) >> LOG2_INTRA_UNIT);
    this.intraMode = new Uint8Array(intraUnits).fill(DC_MODE);
    this.saoLuma = new Uint8Array(columns * rows);
    this.saoChroma = new Uint8Array(columns * rows);
    this.saoBits = new Float32Array(columns * rows);
  }

  /** Index into `depth` and `qp`. */
  codingAt(x: number, y: number): number {
    return (y >> LOG2_CODING_UNIT) * this.codingStride + (x >> LOG2_CODING_UNIT);
  }

  /** Index into `intraMode`. */
  intraAt(x: number, y: number): number {
    return (y >> LOG2_INTRA_UNIT) * this.intraStride + (x >> LOG2_INTRA_UNIT);
  }

  /** Address in raster scan of the coding tree block at a sample. */
  treeBlockAt(x: number, y: number): number {
    return (y >> this.log2TreeBlock) * this.columns + (x >> this.log2TreeBlock);
  }

  /**
   * True if the block at (x, y) comes before the one at (fromX, fromY) in the stream and belongs to
   * the same slice and tile (6.4.1).
   */
  isAvailable(fromX: number, fromY: number, x: number, y: number): boolean {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return false;
    const from = this.treeBlockAt(fromX, fromY);
    const to = this.treeBlockAt(x, y);
    if (to === from)
      return zOrder(x, y, this.log2TreeBlock) <= zOrder(fromX, fromY, this.log2TreeBlock);
    return (
      this.sliceAddress[to] === this.sliceAddress[from] &&
      this.order.tile[to] === this.order.tile[from]
    );
  }

  fillCoding(
    x: number,
    y: number,
    log2Size: number,
    column: Uint8Array | Int8Array,
    value: number,
  ) {
    const side = 1 << (log2Size - LOG2_CODING_UNIT);
    const first = this.codingAt(x, y);
    for (let row = 0; row < side; row++) {
      const from = first + row * this.codingStride;
      column.fill(value, from, from + side);
    }
  }

  fillIntra(x: number, y: number, log2Size: number, mode: number): void {
    const side = 1 << (log2Size - LOG2_INTRA_UNIT);
    const first = this.intraAt(x, y);
    for (let row = 0; row < side; row++) {
      const from = first + row * this.intraStride;
      this.intraMode.fill(mode, from, from + side);
    }
  }
}

/** The recorders of a picture's blocks, which serve one picture after the other. */
export class BlockRecorders {
  readonly coding = new CodingRecorder();
  readonly prediction = new PredictionRecorder();
  readonly transform = new TransformRecorder();
  private complete = { coding: 0, prediction: 0, transform: 0 };

  /** Must be called after each coding unit. */
  keepUnit(): void {
    this.complete.coding = this.coding.count;
    this.complete.prediction = this.prediction.count;
    this.complete.transform = this.transform.count;
  }

  /** Forgets a coding unit that was not read to its end. */
  dropUnit(): void {
    this.coding.count = this.complete.coding;
    this.prediction.count = this.complete.prediction;
    this.transform.count = this.complete.transform;
  }

  clear(): void {
    this.complete = { coding: 0, prediction: 0, transform: 0 };
    this.dropUnit();
  }
}

/** The bits of a number with a zero before each: 0b101 → 0b10001. */
const SPREAD = Uint16Array.from({ length: 16 }, (_, number) => {
  let spread = 0;
  for (let bit = 0; bit < 4; bit++) spread |= ((number >> bit) & 1) << (2 * bit);
  return spread;
});

/** Place of a 4×4 block in its coding tree block's z-scan. */
function zOrder(x: number, y: number, log2TreeBlock: number): number {
  const mask = (1 << log2TreeBlock) - 1;
  return (SPREAD[(x & mask) >> 2] as number) | ((SPREAD[(y & mask) >> 2] as number) << 1);
}
