/** How a coding unit is predicted. */
export const MODE = { intra: 0, inter: 1, skip: 2 } as const;

/** How a coding unit is divided into prediction units (PartMode, table 7-10). */
export const PARTITION = {
  '2Nx2N': 0,
  '2NxN': 1,
  Nx2N: 2,
  NxN: 3,
  '2NxnU': 4,
  '2NxnD': 5,
  nLx2N: 6,
  nRx2N: 7,
} as const;

/** Flags of a coding unit. */
export const FLAG = {
  /** Its samples are written as they are (pcm_flag). */
  pcm: 1,
  /** It is coded without loss (cu_transquant_bypass_flag). */
  lossless: 2,
  /** At least one of its transform units has coefficients. */
  residual: 4,
} as const;

/**
 * What the bits of a coding unit say, in the order of {@link CodingUnits.bits}. The first six are
 * side information, the last two the residual.
 */
export const BIT_KINDS = [
  /** Splits of the coding quadtree. */
  'split',
  /** Skip, prediction mode, partition, lossless. */
  'mode',
  /** Directions of intra prediction. */
  'intra',
  /** Merge indices, references, vectors. */
  'motion',
  /** Splits of the transform tree, and which of its blocks have coefficients. */
  'transform',
  /** Differences of the QP. */
  'qp',
  /** Coefficients. */
  'luma',
  'chroma',
] as const;

export type BitKind = (typeof BIT_KINDS)[number];

/** Number of the kinds that are side information. */
export const SIDE_KINDS = 6;

/** In a column of modes or merge indices: the unit has none. */
export const NONE = 255;

/** Coding units, in the order of the stream. Positions and sizes in luma samples. */
export interface CodingUnits {
  readonly count: number;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly log2Size: Uint8Array;
  /** {@link MODE}. */
  readonly mode: Uint8Array;
  /** {@link PARTITION}. */
  readonly partition: Uint8Array;
  /** {@link FLAG}. */
  readonly flags: Uint8Array;
  /** QpY. */
  readonly qp: Int8Array;
  /** Eight for each unit ({@link BIT_KINDS}); fractions of bits, because several symbols share one. */
  readonly bits: Float32Array;
  /** Index of its first prediction unit; one entry more than units, for the end of the last. */
  readonly firstPrediction: Uint32Array;
  /** Index of its first transform unit, likewise. */
  readonly firstTransform: Uint32Array;
}

/** Prediction units. */
export interface PredictionUnits {
  readonly count: number;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly width: Uint8Array;
  readonly height: Uint8Array;
  /** Luma intra mode (0 planar, 1 DC, 2 to 34 directions); 255 if it is not intra. */
  readonly intraMode: Uint8Array;
  /** Index among the merge candidates; 255 if its vectors are written. */
  readonly mergeIndex: Uint8Array;
  /** Two for each unit: index in reference list 0 and 1; -1 if the list is not used. */
  readonly reference: Int8Array;
  /** Four for each unit: x and y for list 0, then for list 1, in quarter luma samples. */
  readonly vector: Int16Array;
}

/** Transform units. */
export interface TransformUnits {
  readonly count: number;
  readonly x: Uint16Array;
  readonly y: Uint16Array;
  readonly log2Size: Uint8Array;
  /** Numbers of coefficients other than zero. */
  readonly lumaCoefficients: Uint16Array;
  readonly chromaCoefficients: Uint16Array;
}

/** Sample adaptive offset of the coding tree blocks, in raster scan. */
export interface AdaptiveOffsets {
  /** 0: none, 1: band, 2: edge. */
  readonly luma: Uint8Array;
  readonly chroma: Uint8Array;
  /** Bits of each coding tree block's offsets. */
  readonly bits: Float32Array;
}

/** A slice of a picture. */
export interface PictureSlice {
  readonly type: 'I' | 'P' | 'B';
  readonly qp: number;
  /** Address of its first coding tree block, in raster scan. */
  readonly address: number;
  /** Picture order counts of the entries of list 0 and 1. */
  readonly references: readonly [readonly number[], readonly number[]];
}

/** Where the bits of a picture go; they add up to its packet. */
export interface PictureBits {
  /** Splits, modes, directions, motion, transform trees and QP of all coding units. */
  readonly side: number;
  /** Their coefficients. */
  readonly residual: number;
  readonly adaptiveOffset: number;
  /** NAL unit headers and slice headers. */
  readonly headers: number;
  /** Messages (SEI) that belong to the picture, such as masks. */
  readonly messages: number;
  /**
   * Ends of slices and rows, padding to bytes, emulation prevention, and the four bytes before each
   * unit.
   */
  readonly framing: number;
  /** All of them: the packet's size. */
  readonly total: number;
}

/** All blocks of a coded picture. */
export interface PictureBlocks {
  /** Coded size in luma samples. */
  readonly width: number;
  readonly height: number;
  /** Samples at the left and at the top that are not shown. */
  readonly cropLeft: number;
  readonly cropTop: number;
  /** Size of what is shown. */
  readonly shownWidth: number;
  readonly shownHeight: number;
  readonly log2TreeBlock: number;
  /** `I` if all its slices are, `P` if one is P and none B, else `B`. */
  readonly type: 'I' | 'P' | 'B';
  /** PicOrderCntVal: position in output order from the last IDR picture on. */
  readonly order: number;
  /** True if other pictures may refer to it. */
  readonly isReference: boolean;
  readonly slices: readonly PictureSlice[];
  /** Number of the slice of each coding tree block, in raster scan. */
  readonly sliceOf: Uint16Array;
  readonly coding: CodingUnits;
  readonly prediction: PredictionUnits;
  readonly transform: TransformUnits;
  readonly adaptiveOffsets: AdaptiveOffsets;
  readonly bits: PictureBits;
  /** What is wrong with it, as the end of a sentence; null if it was read to its end. */
  readonly damage: string | null;
}

/** Bytes of memory that the blocks of a picture take. */
export function bytesOfBlocks(blocks: PictureBlocks): number {
  let bytes = 0;
  for (const part of [blocks.coding, blocks.prediction, blocks.transform, blocks.adaptiveOffsets]) {
    for (const column of Object.values(part)) {
      if (ArrayBuffer.isView(column)) bytes += column.byteLength;
    }
  }
  return bytes;
}

/** All bits of a coding unit. */
export function bitsOfUnit({ coding }: PictureBlocks, unit: number): number {
  let bits = 0;
  for (let kind = 0; kind < BIT_KINDS.length; kind++) {
    bits += coding.bits[unit * BIT_KINDS.length + kind] ?? 0;
  }
  return bits;
}

/** The slice of a coding unit. */
export function sliceOfUnit(
  { coding, slices, sliceOf, log2TreeBlock, width }: PictureBlocks,
  unit: number,
): PictureSlice | undefined {
  const columns = Math.ceil(width / (1 << log2TreeBlock));
  const row = (coding.y[unit] ?? 0) >> log2TreeBlock;
  return slices[sliceOf[row * columns + ((coding.x[unit] ?? 0) >> log2TreeBlock)] ?? 0];
}
