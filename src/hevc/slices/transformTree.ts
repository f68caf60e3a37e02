import { CONTEXT } from '../cabac/contexts.ts';
import { PARTITION } from '../pictureBlocks.ts';
import { KIND } from './bitMeter.ts';
import { readChromaOffset, readQpDelta } from './quantization.ts';
import type { ResidualBlock } from './residual.ts';
import type { SliceContext } from './sliceContext.ts';

/** Which of the (in 4:2:2 two) blocks of a chroma component have coefficients: bits 0 and 1. */
type ChromaBlocks = number;

const block: ResidualBlock = {
  ...{ log2Size: 0, component: 0, isIntra: false, isLossless: false, intraMode: 0 },
  scansLargeBlocks: false,
};

/** transform_tree() of a coding unit (7.3.8.8). */
export function readTransformTree(context: SliceContext): void {
  const { unit, sequence } = context;
  const chroma = sequence.chroma === 0 ? 0 : 1;
  block.isIntra = unit.isIntra;
  block.isLossless = unit.isLossless;
  readNode(context, unit.x, unit.y, unit.log2Size, 0, 0, chroma, chroma);
}

/**
 * A node of the tree.
 *
 * @param part which quarter of its parent it is
 * @param parentCb the parent's blocks with coefficients
 */
function readNode(
  context: SliceContext,
  x: number,
  y: number,
  log2Size: number,
  depth: number,
  part: number,
  parentCb: ChromaBlocks,
  parentCr: ChromaBlocks,
): void {
  const { decoder, meter, sequence, unit } = context;
  const isSplit = readSplit(context, log2Size, depth);
  let cb = 0;
  let cr = 0;
  const hasChroma = (log2Size > 2 && sequence.chroma !== 0) || sequence.chroma === 3;
  if (hasChroma) {
    const hasTwo = sequence.chroma === 2 && (!isSplit || log2Size === 3);
    if (parentCb !== 0) cb = readChromaBlocks(context, depth, hasTwo);
    if (parentCr !== 0) cr = readChromaBlocks(context, depth, hasTwo);
  } else if (log2Size === 2) {
    // The chroma of four small blocks is in their parent's block.
    cb = parentCb;
    cr = parentCr;
  }
  if (isSplit) {
    const half = 1 << (log2Size - 1);
    const size = log2Size - 1;
    readNode(context, x, y, size, depth + 1, 0, cb, cr);
    readNode(context, x + half, y, size, depth + 1, 1, cb, cr);
    readNode(context, x, y + half, size, depth + 1, 2, cb, cr);
    readNode(context, x + half, y + half, size, depth + 1, 3, cb, cr);
    return;
  }
  // A unit that is not intra and has no other coefficients would have no transform tree.
  const isWritten = unit.isIntra || depth > 0 || cb !== 0 || cr !== 0;
  const luma = isWritten ? decoder.bit(CONTEXT.lumaResidual + (depth === 0 ? 1 : 0)) : 1;
  meter.charge(KIND.transform);
  readTransformUnit(context, x, y, log2Size, part, depth, luma, cb, cr);
}

/** split_transform_flag, or what follows from the sizes (7.4.9.8). */
function readSplit({ decoder, sequence, unit }: SliceContext, log2Size: number, depth: number) {
  const isDividedIntra = unit.isIntra && unit.partition === PARTITION.NxN;
  const deepest = unit.isIntra
    ? sequence.transformDepthIntra + (isDividedIntra ? 1 : 0)
    : sequence.transformDepthInter;
  if (
    log2Size <= sequence.log2MaxTransform &&
    log2Size > sequence.log2MinTransform &&
    depth < deepest &&
    !(isDividedIntra && depth === 0)
  ) {
    return decoder.bit(CONTEXT.splitTransform + 5 - log2Size) === 1;
  }
  const isDividedInter =
    sequence.transformDepthInter === 0 &&
    !unit.isIntra &&
    unit.partition !== PARTITION['2Nx2N'] &&
    depth === 0;
  const mustSplit =
    log2Size > sequence.log2MaxTransform || (isDividedIntra && depth === 0) || isDividedInter;
  return mustSplit && log2Size > sequence.log2MinTransform;
}

/** cbf_cb or cbf_cr. */
function readChromaBlocks({ decoder }: SliceContext, depth: number, hasTwo: boolean): ChromaBlocks {
  const first = decoder.bit(CONTEXT.chromaResidual + depth);
  return hasTwo ? first | (decoder.bit(CONTEXT.chromaResidual + depth) << 1) : first;
}

/** transform_unit() (7.3.8.10). */
function readTransformUnit(
  context: SliceContext,
  x: number,
  y: number,
  log2Size: number,
  part: number,
  depth: number,
  luma: number,
  cb: ChromaBlocks,
  cr: ChromaBlocks,
): void {
  const { meter, parameters, sequence, slice, unit, recorders } = context;
  const row = recorders.transform.add();
  recorders.transform.x[row] = x;
  recorders.transform.y[row] = y;
  recorders.transform.log2Size[row] = log2Size;
  let lumaCount = 0;
  let chromaCount = 0;
  const hasChroma = cb !== 0 || cr !== 0;
  if (luma === 1 || hasChroma) {
    unit.hasCoefficients = true;
    if (parameters.qpDeltaDepth !== null && !context.isQpDeltaRead) readQpDelta(context);
    if (slice.hasChromaQpOffsets && hasChroma && !unit.isLossless && !context.isChromaOffsetRead) {
      readChromaOffset(context);
    }
    if (luma === 1) {
      const { picture } = context;
      block.intraMode = picture.intraMode[picture.intraAt(x, y)] as number;
      lumaCount = readBlock(context, log2Size, 0, true);
      meter.charge(KIND.luma);
    }
    // 4×4 blocks share the chroma of their parent, which is read with the last of them.
    const isShared = log2Size === 2 && sequence.chroma !== 3;
    if (!isShared || part === 3) {
      const size = isShared ? 2 : log2Size - (sequence.chroma === 3 ? 0 : 1);
      const chromaPart = sequence.chroma === 3 && unit.partition === PARTITION.NxN && depth > 0;
      const half = 1 << (unit.log2Size - 1);
      const which = chromaPart ? (x >= unit.x + half ? 1 : 0) + (y >= unit.y + half ? 2 : 0) : 0;
      block.intraMode = unit.chromaModes[which as 0 | 1 | 2 | 3];
      const isScaled =
        parameters.predictsAcrossComponents &&
        luma === 1 &&
        (!unit.isIntra || unit.followsLuma[which as 0 | 1 | 2 | 3]);
      chromaCount =
        readComponent(context, size, 1, cb, isScaled) +
        readComponent(context, size, 2, cr, isScaled);
      meter.charge(KIND.chroma);
    }
  }
  recorders.transform.lumaCoefficients[row] = lumaCount;
  recorders.transform.chromaCoefficients[row] = chromaCount;
}

function readComponent(
  context: SliceContext,
  log2Size: number,
  component: 1 | 2,
  blocks: ChromaBlocks,
  isScaled: boolean,
): number {
  if (isScaled) readComponentScale(context, component - 1);
  const scansLarge = context.sequence.chroma === 3;
  let count = 0;
  if ((blocks & 1) !== 0) count += readBlock(context, log2Size, component, scansLarge);
  if ((blocks & 2) !== 0) count += readBlock(context, log2Size, component, scansLarge);
  return count;
}

function readBlock(
  { residual }: SliceContext,
  log2Size: number,
  component: number,
  scansLargeBlocks: boolean,
): number {
  block.log2Size = log2Size;
  block.component = component;
  block.scansLargeBlocks = scansLargeBlocks;
  return residual.read(block);
}

/** cross_comp_pred() (7.3.8.12). */
function readComponentScale({ decoder }: SliceContext, component: number): void {
  let scale = 0;
  while (scale < 4 && decoder.bit(CONTEXT.componentScale + 4 * component + scale) === 1) scale += 1;
  if (scale > 0) decoder.bit(CONTEXT.componentSign + component);
}
