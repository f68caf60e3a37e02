import { CONTEXT } from '../cabac/contexts.ts';
import type { SliceContext } from './sliceContext.ts';

/** sao_type_idx. */
const BAND = 1;

/**
 * sao() (7.3.8.3): the sample adaptive offset of a coding tree block.
 *
 * @param address of the coding tree block, in raster scan
 */
export function readAdaptiveOffset(context: SliceContext, address: number): void {
  const { decoder, picture, slice, sequence } = context;
  const { columns, order, saoLuma, saoChroma } = picture;
  const column = address % columns;
  const merges = (other: number) =>
    order.tile[other] === order.tile[address] && decoder.bit(CONTEXT.saoMerge) === 1;
  let from = -1;
  if (column > 0 && address > slice.sliceAddress && merges(address - 1)) {
    from = address - 1;
  } else if (
    address >= columns &&
    address - columns >= slice.sliceAddress &&
    merges(address - columns)
  ) {
    from = address - columns;
  }
  if (from >= 0) {
    saoLuma[address] = saoLuma[from] as number;
    saoChroma[address] = saoChroma[from] as number;
    return;
  }
  if (slice.hasLumaOffset) {
    saoLuma[address] = readType(context);
    readOffsets(context, saoLuma[address] as number, sequence.lumaDepth, true);
  }
  if (slice.hasChromaOffset) {
    saoChroma[address] = readType(context);
    // The class of edges is written for Cb, and holds for Cr.
    readOffsets(context, saoChroma[address] as number, sequence.chromaDepth, true);
    readOffsets(context, saoChroma[address] as number, sequence.chromaDepth, false);
  }
}

function readType({ decoder }: SliceContext): number {
  if (decoder.bit(CONTEXT.saoType) === 0) return 0;
  return 1 + decoder.bypass();
}

function readOffsets(
  { decoder }: SliceContext,
  type: number,
  depth: number,
  hasClass: boolean,
): void {
  if (type === 0) return;
  const most = (1 << (Math.min(depth, 10) - 5)) - 1;
  let nonzero = 0;
  for (let index = 0; index < 4; index++) {
    let offset = 0;
    while (offset < most && decoder.bypass() === 1) offset += 1;
    if (offset > 0) nonzero += 1;
  }
  // sao_offset_sign and sao_band_position, or sao_eo_class
  if (type === BAND) decoder.bypassBits(nonzero + 5);
  else if (hasClass) decoder.bypassBits(2);
}
