import { CONTEXT } from '../cabac/contexts.ts';
import { NONE, PARTITION } from '../pictureBlocks.ts';
import { KIND } from './bitMeter.ts';
import { DC_MODE } from './pictureState.ts';
import type { SliceContext } from './sliceContext.ts';

const PLANAR_MODE = 0;
const VERTICAL_MODE = 26;
const HORIZONTAL_MODE = 10;
/** Takes the place of a chroma mode that equals the one of luma (table 8-2). */
const SUBSTITUTE_MODE = 34;

/** Chroma modes by intra_chroma_pred_mode (table 8-2); 4 is the one of luma. */
const CHROMA_MODES = [PLANAR_MODE, VERTICAL_MODE, HORIZONTAL_MODE, DC_MODE];
const LUMA_FOLLOWER = 4;

/** Chroma modes in 4:2:2, whose samples are not square (table 8-3). */
const MODES_422 = [
  ...[0, 1, 2, 2, 2, 2, 3, 5, 7, 8, 10, 11, 13, 15, 16, 18, 19, 20],
  ...[21, 22, 23, 23, 24, 24, 25, 25, 26, 27, 27, 28, 28, 29, 29, 30, 31],
];

const isLikely = [false, false, false, false];
const likelyModes = [0, 0, 0];

/** The intra modes of a coding unit (7.3.8.5, 8.4.2 and 8.4.3), and its prediction units. */
export function readIntraModes(context: SliceContext): void {
  const { decoder, meter, picture, recorders, sequence, unit } = context;
  const isDivided = unit.partition === PARTITION.NxN;
  const parts = isDivided ? 4 : 1;
  const log2Part = unit.log2Size - (isDivided ? 1 : 0);
  const side = 1 << log2Part;
  for (let part = 0; part < parts; part++) {
    isLikely[part] = decoder.bit(CONTEXT.likelyIntraMode) === 1;
  }
  for (let part = 0; part < parts; part++) {
    const x = unit.x + (part & 1) * side;
    const y = unit.y + (part >> 1) * side;
    const mode = isLikely[part] ? readLikelyMode(context, x, y) : readOtherMode(context, x, y);
    picture.fillIntra(x, y, log2Part, mode);
    const row = recorders.prediction.add();
    recorders.prediction.x[row] = x;
    recorders.prediction.y[row] = y;
    recorders.prediction.width[row] = side;
    recorders.prediction.height[row] = side;
    recorders.prediction.intraMode[row] = mode;
    recorders.prediction.mergeIndex[row] = NONE;
    recorders.prediction.reference.fill(-1, 2 * row, 2 * row + 2);
    recorders.prediction.vector.fill(0, 4 * row, 4 * row + 4);
  }
  if (sequence.chroma > 0) {
    const chromaParts = sequence.chroma === 3 ? parts : 1;
    for (let part = 0; part < chromaParts; part++) readChromaMode(context, part, side);
  }
  meter.charge(KIND.intra);
}

function readChromaMode(
  { decoder, picture, sequence, unit }: SliceContext,
  part: number,
  side: number,
): void {
  const written =
    decoder.bit(CONTEXT.chromaIntraMode) === 0 ? LUMA_FOLLOWER : decoder.bypassBits(2);
  const x = unit.x + (part & 1) * side;
  const y = unit.y + (part >> 1) * side;
  const luma = picture.intraMode[picture.intraAt(x, y)] as number;
  let mode = luma;
  if (written !== LUMA_FOLLOWER) {
    mode = CHROMA_MODES[written] as number;
    if (mode === luma) mode = SUBSTITUTE_MODE;
  }
  if (sequence.chroma === 2) mode = MODES_422[mode] as number;
  unit.chromaModes[part] = mode;
  unit.followsLuma[part] = written === LUMA_FOLLOWER;
}

/** mpm_idx. */
function readLikelyMode(context: SliceContext, x: number, y: number): number {
  const { decoder } = context;
  const index = decoder.bypass() === 0 ? 0 : 1 + decoder.bypass();
  findLikelyModes(context, x, y);
  return likelyModes[index] as number;
}

/** rem_intra_luma_pred_mode: a mode among those that are not likely. */
function readOtherMode(context: SliceContext, x: number, y: number): number {
  let mode = context.decoder.bypassBits(5);
  findLikelyModes(context, x, y);
  likelyModes.sort((a, b) => a - b);
  for (const likely of likelyModes) if (mode >= likely) mode += 1;
  return mode;
}

/** candModeList (8.4.2): from the modes on the left and above. */
function findLikelyModes(context: SliceContext, x: number, y: number): void {
  const { picture, log2TreeBlock, hasLeft } = context;
  const mask = (1 << log2TreeBlock) - 1;
  const mayLook = (x & mask) > 0 || hasLeft;
  const left = mayLook ? (picture.intraMode[picture.intraAt(x - 1, y)] as number) : DC_MODE;
  // The row of coding tree blocks above is not looked at.
  const above = (y & mask) > 0 ? (picture.intraMode[picture.intraAt(x, y - 1)] as number) : DC_MODE;
  if (left !== above) {
    likelyModes[0] = left;
    likelyModes[1] = above;
    if (left !== PLANAR_MODE && above !== PLANAR_MODE) likelyModes[2] = PLANAR_MODE;
    else if (left !== DC_MODE && above !== DC_MODE) likelyModes[2] = DC_MODE;
    else likelyModes[2] = VERTICAL_MODE;
  } else if (left < 2) {
    likelyModes[0] = PLANAR_MODE;
    likelyModes[1] = DC_MODE;
    likelyModes[2] = VERTICAL_MODE;
  } else {
    likelyModes[0] = left;
    likelyModes[1] = 2 + ((left + 29) & 31);
    likelyModes[2] = 2 + ((left - 1) & 31);
  }
}
