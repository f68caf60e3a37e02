import type { BitReader } from '../../codec/bitReader.ts';
import { StreamFault, within } from '../streamFault.ts';

/** More reference pictures than a decoder may keep (A.4.2). */
const MOST_PICTURES = 16;

/** A reference picture that is given by its distance in output order (7.4.8). */
export interface ShortTermPicture {
  /** Difference of the picture order counts: that of the reference minus that of the picture. */
  readonly delta: number;
  /** False for a picture that is kept for later pictures only. */
  readonly isUsed: boolean;
}

/** A short-term reference picture set (7.4.8), the nearest pictures first. */
export interface ShortTermSet {
  /** Before the current picture in output order. */
  readonly before: readonly ShortTermPicture[];
  /** After it. */
  readonly after: readonly ShortTermPicture[];
}

/**
 * st_ref_pic_set(index) (7.3.7).
 *
 * @param sets the sets before it in the sequence parameter set
 * @param inSlice true in a slice header, where any of the sets may predict
 */
export function readShortTermSet(
  reader: BitReader,
  sets: readonly ShortTermSet[],
  inSlice: boolean,
): ShortTermSet {
  const isPredicted = sets.length > 0 && reader.flag();
  const set = isPredicted ? readPredictedSet(reader, sets, inSlice) : readPlainSet(reader);
  if (set.before.length + set.after.length > MOST_PICTURES) {
    throw new StreamFault(`a reference picture set has more than ${MOST_PICTURES} pictures`);
  }
  return set;
}

function readPlainSet(reader: BitReader): ShortTermSet {
  const before = within(reader.unsigned(), 0, MOST_PICTURES, 'num_negative_pics');
  const after = within(reader.unsigned(), 0, MOST_PICTURES, 'num_positive_pics');
  return { before: readPictures(reader, before, -1), after: readPictures(reader, after, 1) };
}

function readPictures(reader: BitReader, count: number, sign: number): ShortTermPicture[] {
  let delta = 0;
  return Array.from({ length: count }, () => {
    delta += sign * (reader.unsigned() + 1);
    return { delta, isUsed: reader.flag() };
  });
}

/** A set that shifts another one, with the picture between them added (equations 7-61 and 7-62). */
function readPredictedSet(
  reader: BitReader,
  sets: readonly ShortTermSet[],
  inSlice: boolean,
): ShortTermSet {
  const back = inSlice ? reader.unsigned() + 1 : 1;
  const source = sets[sets.length - back];
  if (!source) throw new StreamFault(`delta_idx is ${back}, but there are ${sets.length} sets`);
  const isNegative = reader.flag();
  const shift = (reader.unsigned() + 1) * (isNegative ? -1 : 1);
  const own: ShortTermPicture = { delta: 0, isUsed: true };
  const candidates = [...source.before, ...source.after, own].map(({ delta }) => {
    const isUsed = reader.flag();
    const isKept = isUsed || reader.flag();
    return { delta: delta + shift, isUsed, isKept };
  });
  const kept = candidates
    .filter(({ isKept, delta }) => isKept && delta !== 0)
    .map(({ delta, isUsed }) => ({ delta, isUsed }))
    .sort((a, b) => a.delta - b.delta);
  return {
    before: kept.filter(({ delta }) => delta < 0).reverse(),
    after: kept.filter(({ delta }) => delta > 0),
  };
}
