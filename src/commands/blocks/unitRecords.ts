import {
  type ModeName,
  modeName,
  type PartitionName,
  partitionName,
} from '../../hevc/blockSummary.ts';
import { BIT_KINDS, type BitKind, FLAG, type PictureBlocks } from '../../hevc/pictureBlocks.ts';

/** A coding unit. Positions and sizes are in luma samples of the coded picture. */
export interface UnitRecord {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly mode: ModeName;
  readonly partition: PartitionName;
  readonly qp: number;
  readonly hasResidual: boolean;
  readonly isLossless: boolean;
  /** True if its samples are written as they are (PCM). */
  readonly isPcm: boolean;
  /** By what they say; kinds without bits are left out. */
  readonly bits: Readonly<Partial<Record<BitKind, number>>>;
  readonly prediction: readonly PredictionRecord[];
  readonly transform: readonly TransformRecord[];
}

export interface PredictionRecord {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** `planar`, `DC` or 2 to 34; null if it is not intra. */
  readonly intra: 'planar' | 'DC' | number | null;
  /** Index among the merge candidates; null if its vectors are written. */
  readonly merge: number | null;
  /** Null if the list is not used. */
  readonly list0: ReferenceRecord | null;
  readonly list1: ReferenceRecord | null;
}

export interface ReferenceRecord {
  /** Index in the list. */
  readonly index: number;
  /** The order of the picture that it points into; null if it is missing. */
  readonly order: number | null;
  /** Right and down, in luma samples. */
  readonly vector: readonly [number, number];
}

export interface TransformRecord {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  /** Numbers of coefficients other than zero. */
  readonly lumaCoefficients: number;
  readonly chromaCoefficients: number;
}

/** Every coding unit of a picture, in the order of the stream. */
export function unitRecords(blocks: PictureBlocks): UnitRecord[] {
  const { coding } = blocks;
  return Array.from({ length: coding.count }, (_, unit) => {
    const flags = coding.flags[unit] as number;
    return {
      x: coding.x[unit] as number,
      y: coding.y[unit] as number,
      size: 1 << (coding.log2Size[unit] as number),
      mode: modeName(coding.mode[unit] as number),
      partition: partitionName(coding.partition[unit] as number),
      qp: coding.qp[unit] as number,
      hasResidual: (flags & FLAG.residual) !== 0,
      isLossless: (flags & FLAG.lossless) !== 0,
      isPcm: (flags & FLAG.pcm) !== 0,
      bits: bitsOf(blocks, unit),
      prediction: range(coding.firstPrediction, unit).map((part) =>
        predictionRecord(blocks, part, unit),
      ),
      transform: range(coding.firstTransform, unit).map((part) => transformRecord(blocks, part)),
    };
  });
}

function bitsOf({ coding }: PictureBlocks, unit: number): UnitRecord['bits'] {
  const bits: Partial<Record<BitKind, number>> = {};
  for (const [kind, name] of BIT_KINDS.entries()) {
    const some = coding.bits[unit * BIT_KINDS.length + kind] as number;
    if (some > 0) bits[name] = some;
  }
  return bits;
}

function predictionRecord(blocks: PictureBlocks, part: number, unit: number): PredictionRecord {
  const { x, y, width, height, intraMode, mergeIndex } = blocks.prediction;
  const mode = intraMode[part] as number;
  const merge = mergeIndex[part] as number;
  return {
    x: x[part] as number,
    y: y[part] as number,
    width: width[part] as number,
    height: height[part] as number,
    intra: mode === NONE ? null : mode === 0 ? 'planar' : mode === 1 ? 'DC' : mode,
    merge: merge === NONE ? null : merge,
    list0: referenceRecord(blocks, part, unit, 0),
    list1: referenceRecord(blocks, part, unit, 1),
  };
}

/** In the columns of intra modes and merge indices. */
const NONE = 255;

/** Vectors are in quarters of a luma sample. */
const PER_SAMPLE = 4;

function referenceRecord(
  { prediction, coding, slices, sliceOf, log2TreeBlock, width }: PictureBlocks,
  part: number,
  unit: number,
  list: 0 | 1,
): ReferenceRecord | null {
  const index = prediction.reference[2 * part + list] as number;
  if (index < 0) return null;
  const across = Math.ceil(width / (1 << log2TreeBlock));
  const row = (coding.y[unit] as number) >> log2TreeBlock;
  const column = (coding.x[unit] as number) >> log2TreeBlock;
  const slice = slices[sliceOf[row * across + column] as number];
  const at = 4 * part + 2 * list;
  const [right, down] = prediction.vector.subarray(at, at + 2);
  return {
    index,
    order: slice?.references[list][index] ?? null,
    vector: [(right as number) / PER_SAMPLE, (down as number) / PER_SAMPLE],
  };
}

function transformRecord({ transform }: PictureBlocks, part: number): TransformRecord {
  return {
    x: transform.x[part] as number,
    y: transform.y[part] as number,
    size: 1 << (transform.log2Size[part] as number),
    lumaCoefficients: transform.lumaCoefficients[part] as number,
    chromaCoefficients: transform.chromaCoefficients[part] as number,
  };
}

function range(first: Uint32Array, unit: number): number[] {
  const [start, end] = [first[unit] as number, first[unit + 1] as number];
  return Array.from({ length: end - start }, (_, index) => start + index);
}
