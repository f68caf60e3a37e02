import { CONTEXT } from '../cabac/contexts.ts';
import { StreamFault } from '../streamFault.ts';
import { KIND } from './bitMeter.ts';
import type { SliceContext } from './sliceContext.ts';

/** Starts a quantization group: the blocks that share a predicted QP (8.6.1). */
export function startQuantizationGroup(context: SliceContext, x: number, y: number): void {
  const { picture, lastQp, log2TreeBlock } = context;
  const mask = (1 << log2TreeBlock) - 1;
  // Neighbours count only if they are in the same coding tree block.
  const left = (x & mask) === 0 ? lastQp : (picture.qp[picture.codingAt(x - 1, y)] as number);
  const above = (y & mask) === 0 ? lastQp : (picture.qp[picture.codingAt(x, y - 1)] as number);
  context.predictedQp = (left + above + 1) >> 1;
  context.qpDelta = 0;
  context.isQpDeltaRead = false;
}

/** QpY of the coding unit that was read (8-283). */
export function qpOfUnit({ predictedQp, qpDelta, sequence }: SliceContext): number {
  const offset = 6 * (sequence.lumaDepth - 8);
  return ((predictedQp + qpDelta + 52 + 2 * offset) % (52 + offset)) - offset;
}

/** delta_qp() (7.3.8.14), once in a quantization group. */
export function readQpDelta(context: SliceContext): void {
  const { decoder, meter, sequence } = context;
  let size = 0;
  while (size < 5 && decoder.bit(CONTEXT.qpDelta + (size === 0 ? 0 : 1)) === 1) size += 1;
  if (size === 5) size += decoder.expGolomb(0);
  const isNegative = size > 0 && decoder.bypass() === 1;
  const most = 26 + 3 * (sequence.lumaDepth - 8);
  if (size > most) throw new StreamFault('a difference of the QP is too large');
  context.qpDelta = isNegative ? -size : size;
  context.isQpDeltaRead = true;
  meter.charge(KIND.qp);
}

/** chroma_qp_offset() (7.3.8.14), once in a group of its own. */
export function readChromaOffset(context: SliceContext): void {
  const { decoder, meter, parameters } = context;
  const most = (parameters.chromaOffsets?.count ?? 1) - 1;
  if (decoder.bit(CONTEXT.chromaOffset) === 1) {
    let index = 0;
    while (index < most && decoder.bit(CONTEXT.chromaOffsetIndex) === 1) index += 1;
  }
  context.isChromaOffsetRead = true;
  meter.charge(KIND.qp);
}
