import { CONTEXT } from '../cabac/contexts.ts';
import { BIT_KINDS, FLAG, MODE, PARTITION } from '../pictureBlocks.ts';
import { KIND } from './bitMeter.ts';
import { readIntraModes } from './intraModes.ts';
import { readPcmSamples } from './pcmSamples.ts';
import { readPredictionUnits } from './predictionUnits.ts';
import { qpOfUnit, startQuantizationGroup } from './quantization.ts';
import type { SliceContext } from './sliceContext.ts';
import { readTransformTree } from './transformTree.ts';

/** In the map of depths: the coding unit is skipped. */
const SKIPPED = 8;
const DEPTH = 7;

/** coding_quadtree() (7.3.8.4). */
export function readCodingTree(
  context: SliceContext,
  x: number,
  y: number,
  log2Size: number,
  depth: number,
): void {
  const { picture, sequence, slice } = context;
  const size = 1 << log2Size;
  const isInside = x + size <= picture.width && y + size <= picture.height;
  const mayBeSplit = log2Size > sequence.log2MinCodingBlock;
  // What reaches over the border of the picture is split as far as possible.
  const isSplit = mayBeSplit && (!isInside || readSplit(context, x, y, depth));
  if (log2Size >= context.log2QuantizationGroup) startQuantizationGroup(context, x, y);
  if (slice.hasChromaQpOffsets && log2Size >= context.log2ChromaOffsetGroup) {
    context.isChromaOffsetRead = false;
  }
  if (!isSplit) {
    readCodingUnit(context, x, y, log2Size, depth);
    return;
  }
  const half = size >> 1;
  const isRight = x + half < picture.width;
  const isBelow = y + half < picture.height;
  readCodingTree(context, x, y, log2Size - 1, depth + 1);
  if (isRight) readCodingTree(context, x + half, y, log2Size - 1, depth + 1);
  if (isBelow) readCodingTree(context, x, y + half, log2Size - 1, depth + 1);
  if (isRight && isBelow) readCodingTree(context, x + half, y + half, log2Size - 1, depth + 1);
}

/** split_cu_flag (9.3.4.2.2). */
function readSplit(context: SliceContext, x: number, y: number, depth: number): boolean {
  const { decoder, picture } = context;
  let deeper = 0;
  if (canLookLeft(context, x)) {
    deeper += depthAt(picture.depth[picture.codingAt(x - 1, y)]) > depth ? 1 : 0;
  }
  if (canLookAbove(context, y)) {
    deeper += depthAt(picture.depth[picture.codingAt(x, y - 1)]) > depth ? 1 : 0;
  }
  return decoder.bit(CONTEXT.splitBlock + deeper) === 1;
}

function depthAt(entry: number | undefined): number {
  return (entry as number) & DEPTH;
}

function canLookLeft({ hasLeft, log2TreeBlock }: SliceContext, x: number): boolean {
  return (x & ((1 << log2TreeBlock) - 1)) > 0 || hasLeft;
}

function canLookAbove({ hasAbove, log2TreeBlock }: SliceContext, y: number): boolean {
  return (y & ((1 << log2TreeBlock) - 1)) > 0 || hasAbove;
}

/** coding_unit() (7.3.8.5). */
function readCodingUnit(
  context: SliceContext,
  x: number,
  y: number,
  log2Size: number,
  depth: number,
): void {
  const { decoder, meter, picture, recorders, parameters, unit } = context;
  meter.charge(KIND.split);
  const { coding } = recorders;
  const row = coding.add();
  coding.firstPrediction[row] = recorders.prediction.count;
  coding.firstTransform[row] = recorders.transform.count;
  unit.x = x;
  unit.y = y;
  unit.log2Size = log2Size;
  unit.depth = depth;
  unit.partition = PARTITION['2Nx2N'];
  unit.hasCoefficients = false;
  unit.isLossless = parameters.hasLosslessBlocks && decoder.bit(CONTEXT.lossless) === 1;
  const isSkipped = !context.isI && readSkip(context, x, y);
  unit.isIntra = !isSkipped && (context.isI || decoder.bit(CONTEXT.intra) === 1);
  picture.fillCoding(x, y, log2Size, picture.depth, depth | (isSkipped ? SKIPPED : 0));
  let isPcm = false;
  if (isSkipped) {
    meter.charge(KIND.mode);
    readPredictionUnits(context, true);
  } else {
    isPcm = readUnskipped(context);
  }
  const qp = qpOfUnit(context);
  picture.fillCoding(x, y, log2Size, picture.qp, qp);
  context.lastQp = qp;
  coding.x[row] = x;
  coding.y[row] = y;
  coding.log2Size[row] = log2Size;
  coding.mode[row] = isSkipped ? MODE.skip : unit.isIntra ? MODE.intra : MODE.inter;
  coding.partition[row] = unit.partition;
  coding.flags[row] =
    (isPcm ? FLAG.pcm : 0) |
    (unit.isLossless ? FLAG.lossless : 0) |
    (unit.hasCoefficients || isPcm ? FLAG.residual : 0);
  coding.qp[row] = qp;
  meter.store(coding.bits, row * BIT_KINDS.length);
  recorders.keepUnit();
}

/** @returns true if the unit's samples are written as they are */
function readUnskipped(context: SliceContext): boolean {
  const { decoder, meter, sequence, unit } = context;
  const isSmallest = unit.log2Size === sequence.log2MinCodingBlock;
  if (!unit.isIntra) unit.partition = readInterPartition(context);
  else if (isSmallest && decoder.bit(CONTEXT.partition) === 0) unit.partition = PARTITION.NxN;
  const { pcm } = sequence;
  const mayBePcm =
    unit.isIntra &&
    unit.partition === PARTITION['2Nx2N'] &&
    pcm !== null &&
    unit.log2Size >= pcm.log2MinSize &&
    unit.log2Size <= pcm.log2MaxSize;
  if (mayBePcm && decoder.terminates()) {
    readPcmSamples(context, pcm);
    return true;
  }
  meter.charge(KIND.mode);
  let hasTree = true;
  if (unit.isIntra) {
    readIntraModes(context);
  } else {
    const isMerged = readPredictionUnits(context, false);
    // A merged unit of one part without coefficients would be skipped.
    const mustHaveTree = unit.partition === PARTITION['2Nx2N'] && isMerged;
    hasTree = mustHaveTree || decoder.bit(CONTEXT.rootResidual) === 1;
  }
  if (hasTree) readTransformTree(context);
  meter.charge(KIND.transform);
  return false;
}

/** cu_skip_flag (9.3.4.2.2). */
function readSkip(context: SliceContext, x: number, y: number): boolean {
  const { decoder, picture } = context;
  let skipped = 0;
  if (canLookLeft(context, x)) {
    skipped += ((picture.depth[picture.codingAt(x - 1, y)] as number) & SKIPPED) > 0 ? 1 : 0;
  }
  if (canLookAbove(context, y)) {
    skipped += ((picture.depth[picture.codingAt(x, y - 1)] as number) & SKIPPED) > 0 ? 1 : 0;
  }
  return decoder.bit(CONTEXT.skip + skipped) === 1;
}

/** part_mode of a unit that is not intra (9.3.3.7). */
function readInterPartition({ decoder, sequence, unit }: SliceContext): number {
  if (decoder.bit(CONTEXT.partition) === 1) return PARTITION['2Nx2N'];
  const isDown = decoder.bit(CONTEXT.partition + 1) === 1;
  if (unit.log2Size === sequence.log2MinCodingBlock) {
    if (isDown) return PARTITION['2NxN'];
    // Four parts of 4×4 samples do not exist.
    if (unit.log2Size === 3) return PARTITION.Nx2N;
    return decoder.bit(CONTEXT.partition + 2) === 1 ? PARTITION.Nx2N : PARTITION.NxN;
  }
  const half = isDown ? PARTITION['2NxN'] : PARTITION.Nx2N;
  if (!sequence.hasAsymmetricPartitions || decoder.bit(CONTEXT.partition + 3) === 1) return half;
  const isSecond = decoder.bypass() === 1;
  if (isDown) return isSecond ? PARTITION['2NxnD'] : PARTITION['2NxnU'];
  return isSecond ? PARTITION.nRx2N : PARTITION.nLx2N;
}
