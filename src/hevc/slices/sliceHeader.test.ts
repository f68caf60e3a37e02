import { describe, expect, it } from 'vitest';
import { bytesOf, type Element } from '../testing/bits.ts';
import { picture, sequence } from '../testing/parameterSets.ts';
import { readSliceHeader, SLICE_TYPE } from './sliceHeader.ts';

/** nal_unit_type of a picture that is no key frame (table 7-1). */
const TRAIL = { type: 1, layer: 0, temporalId: 0 };

const WITHOUT_DEPENDENT = '0 0 000 1 0';

/** A slice's header, behind which come a stop bit and data. */
function header(
  elements: readonly Element[],
  sets: { sequence?: Parameters<typeof sequence>[0]; picture?: Parameters<typeof picture>[0] } = {},
) {
  const tools = '0 0 0 0 0 0';
  const own = picture({ flags: WITHOUT_DEPENDENT, tools, lists: '0', ...sets.picture });
  const whole = sequence({ ...sets.sequence });
  return readSliceHeader(
    bytesOf(...elements, '1'.padEnd(32, '0')),
    TRAIL,
    { sequences: new Map([[3, whole]]), pictures: new Map([[1, own]]) },
    null,
  );
}

/** first_slice_segment_in_pic_flag, slice_pic_parameter_set_id, slice_type. */
const first = (type: number): Element[] => ['1', 1, type];
/** slice_pic_order_cnt_lsb of 8 bits, and a set of two pictures before this one. */
const ORDER: Element[] = ['00000110', '0', 2, 0, 0, '1', 1, '1'];

describe('a slice header', () => {
  it('gives the order and the references of a P slice', () => {
    // slice_temporal_mvp_enabled_flag, num_ref_idx_active_override_flag; collocated_ref_idx,
    // five_minus_max_num_merge_cand, slice_qp_delta.
    const read = header([...first(SLICE_TYPE.P), ...ORDER, '1', '0', 1, 2, { signed: 3 }]);
    expect(read).toMatchObject({
      ...{ type: SLICE_TYPE.P, orderLowBits: 6, active: [2, 0], qp: 25, contextType: 1 },
      ...{ hasTemporalVectors: true, collocatedList: 0, collocatedIndex: 1, mergeCandidates: 3 },
      ...{ longTerm: [], listEntries: [null, null], isOutput: true, entryPoints: [] },
    });
    expect(read.shortTerm.before.map(({ delta }) => delta)).toEqual([-1, -3]);
  });

  it('gives the lists of a B slice entry by entry', () => {
    const elements: Element[] = [
      ...[...first(SLICE_TYPE.B), ...ORDER, '1'],
      // Three and two active references, by one bit each, as there are two pictures.
      ...['1', 2, 1, '1', '1 0 1', '1', '0 0'],
      // mvd_l1_zero_flag, collocated_from_l0_flag, collocated_ref_idx, merge candidates, QP.
      ...['1', '0', 1, 0, { signed: -2 }],
    ];
    expect(header(elements, { picture: { lists: '1' } })).toMatchObject({
      ...{
        active: [3, 2],
        listEntries: [
          [1, 0, 1],
          [0, 0],
        ],
        zeroesSecondDifference: true,
      },
      ...{ collocatedList: 1, collocatedIndex: 1, mergeCandidates: 5, qp: 20, contextType: 2 },
    });
  });

  it('names long-term pictures, from the sequence or its own', () => {
    const longTermPictures: Element[] = ['1', 3, '00000001', '1', '00000010', '0', '00000011', '1'];
    const elements: Element[] = [
      // No short-term pictures; two long-term ones of the sequence and two others.
      ...[...first(SLICE_TYPE.P), '00000110', '0', 0, 0, 2, 2],
      // lt_idx_sps of two bits, then delta_poc_msb_present_flag and delta_poc_msb_cycle_lt.
      ...['10', '1', 4, '01', '1', 3],
      // poc_lsb_lt, used_by_curr_pic_lt_flag.
      ...['00001000', '1', '0', '00001001', '0', '1', 5],
      // Temporal vectors, override, merge candidates, QP.
      ...['0', '1', 0, 0, { signed: 0 }],
    ];
    expect(header(elements, { sequence: { longTermPictures } }).longTerm).toEqual([
      { lowBits: 3, isUsed: true, cycles: 4 },
      // Cycles add up (7-52), but not from those of the sequence to the others.
      { lowBits: 2, isUsed: false, cycles: 7 },
      { lowBits: 8, isUsed: true, cycles: null },
      { lowBits: 9, isUsed: false, cycles: 5 },
    ]);
  });

  it('chooses one of the sequence’s reference picture sets', () => {
    const sets: Element[] = [3, 1, 0, 0, '1', '0', 1, 0, 1, '1', '0', 1, 0, 2, '1'];
    const elements: Element[] = [
      ...[...first(SLICE_TYPE.P), '00000110', '1', '10', '0', '1', 0, 0, { signed: 0 }],
    ];
    const given = { sequence: { shortTermSets: sets } };
    expect(header(elements, given).shortTerm.before).toEqual([{ delta: -3, isUsed: true }]);
    const missing: Element[] = [...first(SLICE_TYPE.P), '00000110', '1', '11'];
    expect(() => header(missing, given)).toThrow(
      'it chooses a reference picture set that is missing',
    );
  });

  it('reads over what does not change blocks', () => {
    const elements: Element[] = [
      // pic_output_flag 0 after two reserved flags; luma's and chroma's offsets.
      ...['1', 1, '11', SLICE_TYPE.P, '0', ...ORDER, '0', '1 0'],
      // Override, weights of one of two references for luma and the other for chroma.
      ...['0', 3, { signed: 1 }, '1 0', '0 1', { signed: 1 }, { signed: -7 }],
      ...Array<Element>(4).fill({ signed: 9 }),
      // Merge candidates, QP, offsets of chroma.
      ...[0, { signed: 1 }, { signed: 2 }, { signed: -2 }],
      // Deblocking with its own offsets, across slices; one entry point; an extension of two bytes.
      ...['1', '0', { signed: 1 }, { signed: 1 }, '1', 1, 9, '0000010010', 2, '1'.repeat(16)],
    ];
    const read = header(elements, {
      sequence: { tools: '1 1' },
      picture: {
        ...{ flags: '0 1 010 1 0', tools: '1 1 0 0 0 1', deblocking: ['1', '1', '1'] },
        sliceExtension: '1',
      },
    });
    expect(read).toMatchObject({
      ...{ isOutput: false, hasLumaOffset: true, hasChromaOffset: false, qp: 23 },
      ...{ entryPoints: [19], mergeCandidates: 5 },
    });
  });

  it('that is damaged is refused by name', () => {
    expect(() => header(['1', 5])).toThrow('its parameter sets are missing');
    expect(() => header([...first(3)])).toThrow('slice_type is 3');
    expect(() => header([...first(SLICE_TYPE.I), '00000000', '0', 0, 0, '0', 90])).toThrow(
      'SliceQpY is -23, which is not between 0 and 51',
    );
    // 64×48 samples are one block of 64×64.
    expect(() => header(['0', 1, SLICE_TYPE.I])).toThrow('slice_segment_address');
    expect(() => header(['0', 1, '0'], { sequence: { width: 128, height: 64 } })).toThrow(
      'slice_segment_address is 0, which is not between 1 and 1',
    );
  });
});
