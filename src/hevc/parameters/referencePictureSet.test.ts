import { describe, expect, it } from 'vitest';
import { BitReader } from '../../codec/bitReader.ts';
import { bytesOf, type Element } from '../testing/bits.ts';
import { readShortTermSet, type ShortTermSet } from './referencePictureSet.ts';

const used = (delta: number) => ({ delta, isUsed: true });
const kept = (delta: number) => ({ delta, isUsed: false });

function read(
  elements: readonly Element[],
  sets: readonly ShortTermSet[] = [],
  inSlice = false,
): ShortTermSet {
  // Ones behind it would be read as elements, if too many were read.
  const reader = new BitReader(bytesOf(...elements, '11111111'));
  return readShortTermSet(reader, sets, inSlice);
}

describe('a reference picture set', () => {
  it('is written as distances from one picture to the next', () => {
    // num_negative_pics 2, num_positive_pics 1; delta_poc_minus1 and used_by_curr_pic_flag.
    const set = read([2, 1, 0, '1', 2, '0', 3, '1']);
    expect(set).toEqual({ before: [used(-1), kept(-4)], after: [used(4)] });
  });

  it('of the first picture may be empty', () => {
    expect(read([0, 0])).toEqual({ before: [], after: [] });
  });

  it('may be that of another picture, shifted, with that picture in between', () => {
    const source: ShortTermSet = { before: [used(-4), used(-8)], after: [used(4)] };
    // inter_ref_pic_set_prediction_flag, delta_rps_sign 0, abs_delta_rps_minus1 1: two later.
    // The flags are in the order -4, -8, 4 and the picture itself: used, kept, left out, used.
    const set = read(['1', '0', 1, '1', '0 1', '0 0', '1'], [source]);
    // -8 + 2 is kept, though it is not used; 4 + 2 is left out.
    expect(set).toEqual({ before: [used(-2), kept(-6)], after: [used(2)] });
  });

  it('shifted backwards turns pictures before into pictures after', () => {
    const source: ShortTermSet = { before: [used(-1), used(-3)], after: [used(1), used(5)] };
    // Two earlier, all used: -3, -5, -1 and 3, and the picture itself at -2.
    const set = read(['1', '1', 1, '1', '1', '1', '1', '1'], [source]);
    expect(set).toEqual({
      before: [used(-1), used(-2), used(-3), used(-5)],
      after: [used(3)],
    });
  });

  it('leaves out the picture that would be the current one', () => {
    const source: ShortTermSet = { before: [used(-2)], after: [] };
    const set = read(['1', '0', 1, '1', '1'], [source]);
    expect(set).toEqual({ before: [], after: [used(2)] });
  });

  it('in a slice says which of the sets it shifts', () => {
    const sets: ShortTermSet[] = [
      { before: [used(-1)], after: [] },
      { before: [used(-7)], after: [] },
    ];
    // delta_idx_minus1 1: the last but one.
    expect(read(['1', 1, '0', 0, '1', '1'], sets, true)).toEqual({
      before: [],
      after: [used(1)],
    });
    expect(() => read(['1', 2, '0', 0, '1', '1'], sets, true)).toThrow(
      'delta_idx is 3, but there are 2 sets',
    );
  });

  it('with more pictures than a decoder keeps is refused', () => {
    expect(() => read([17, 0])).toThrow('num_negative_pics is 17, which is not between 0 and 16');
    expect(() => read([9, 8, ...Array(17).fill([0, '1']).flat()])).toThrow(
      'a reference picture set has more than 16 pictures',
    );
  });
});
