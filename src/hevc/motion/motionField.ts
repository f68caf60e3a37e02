/** Motion is stored for blocks of 4×4 samples, the smallest units of prediction blocks. */
const LOG2_UNIT = 2;

/** An entry of a reference list: what derivations need of the picture, which may be gone by then. */
export interface ListEntry {
  /** PicOrderCntVal. */
  readonly order: number;
  readonly isLongTerm: boolean;
}

/** The reference lists of a slice, and what follows from them for all its blocks. */
export interface ReferenceLists {
  /** PicOrderCntVal of the slice's own picture. */
  readonly order: number;
  readonly lists: readonly [readonly ListEntry[], readonly ListEntry[]];
  /** True if no reference comes after the picture in output order (NoBackwardPredFlag, 8.5.3.2.9). */
  readonly hasNoLater: boolean;
}

/** The vectors and references of a whole picture. */
export class MotionField {
  /** Units in a row. */
  readonly stride: number;
  /** Four for each unit: x and y for list 0, then for list 1, in quarter samples. */
  readonly vectors: Int16Array;
  /** Two for each unit: the index in list 0 and in list 1, -1 if it is not used. */
  readonly references: Int8Array;
  /** The lists of each slice, by {@link sliceOf}. */
  readonly slices: ReferenceLists[] = [];
  /** Number of the slice of each coding tree block, in raster scan. */
  readonly sliceOf: Uint16Array;

  constructor(
    width: number,
    height: number,
    readonly log2TreeBlock: number,
    readonly columns: number,
    rows: number,
  ) {
    this.stride = (columns << log2TreeBlock) >> LOG2_UNIT;
    const units = this.stride * ((rows << log2TreeBlock) >> LOG2_UNIT);
    this.vectors = new Int16Array(4 * units);
    this.references = new Int8Array(2 * units).fill(-1);
    this.sliceOf = new Uint16Array(columns * rows);
    this.width = width;
    this.height = height;
  }

  readonly width: number;
  readonly height: number;

  /** Index of the unit that contains a sample. */
  unitAt(x: number, y: number): number {
    return (y >> LOG2_UNIT) * this.stride + (x >> LOG2_UNIT);
  }

  /** True if the block at a unit is predicted from other pictures, and read already. */
  isInter(unit: number): boolean {
    return (
      (this.references[2 * unit] as number) >= 0 || (this.references[2 * unit + 1] as number) >= 0
    );
  }

  /** The reference lists that hold at a sample. */
  listsAt(x: number, y: number): ReferenceLists | undefined {
    const block = (y >> this.log2TreeBlock) * this.columns + (x >> this.log2TreeBlock);
    return this.slices[this.sliceOf[block] as number];
  }

  /** Stores the motion of a prediction block. */
  fill(x: number, y: number, width: number, height: number, motion: Motion): void {
    const first = this.unitAt(x, y);
    const across = width >> LOG2_UNIT;
    const down = height >> LOG2_UNIT;
    for (let row = 0; row < down; row++) {
      const from = first + row * this.stride;
      for (let unit = from; unit < from + across; unit++) {
        this.vectors[4 * unit] = motion.x0;
        this.vectors[4 * unit + 1] = motion.y0;
        this.vectors[4 * unit + 2] = motion.x1;
        this.vectors[4 * unit + 3] = motion.y1;
        this.references[2 * unit] = motion.reference0;
        this.references[2 * unit + 1] = motion.reference1;
      }
    }
  }
}

/** The motion of a prediction block: for each list an index, -1 if it is not used, and a vector. */
export interface Motion {
  reference0: number;
  reference1: number;
  x0: number;
  y0: number;
  x1: number;
  y1: number;
}

export function noMotion(): Motion {
  return { reference0: -1, reference1: -1, x0: 0, y0: 0, x1: 0, y1: 0 };
}
