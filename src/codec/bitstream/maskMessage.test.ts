import { describe, expect, it } from 'vitest';
import { encoderText, isHeaderUnit } from '../unitBits.ts';
import { isMaskUnit, maskUnit, readMaskUnit } from './maskMessage.ts';
import { annexBUnits } from './nalUnits.ts';
import { userDataUnit } from './userDataMessage.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
/** Bytes that resemble start codes, which emulation prevention must escape. */
const STARTS = [0, 0, 1, 0, 0, 0, 1, 0, 0, 2, 0, 0, 3, 0, 0, 3, 1, 0, 0, 0, 0, 0];

describe('a mask message', () => {
  it.each([
    ['one packet', [bytes(1, 2, 3)]],
    ['an empty packet', [bytes()]],
    ['empty packets among others', [bytes(), bytes(7), bytes(), bytes(0)]],
    ['start codes', [bytes(...STARTS), bytes(0, ...STARTS)]],
    ['nothing but zeros', [new Uint8Array(1000)]],
    ['lengths of two and three bytes', [new Uint8Array(127), new Uint8Array(128).fill(3)]],
    ['100 kB', [new Uint8Array(100_000).map((_, index) => index % 3)]],
  ])('round-trips %s', (_, packets) => {
    const unit = maskUnit(packets, 1);
    expect(readMaskUnit(unit)).toEqual({ version: 1, packets });
  });

  it('is one unit in a bare stream, whatever it contains', () => {
    const unit = maskUnit([bytes(...STARTS), new Uint8Array(500)], 1);
    const stream = bytes(0, 0, 1, ...unit, 0, 0, 0, 1, 0x46, 0x01, 0x50);
    expect([...annexBUnits(stream)]).toEqual([unit, bytes(0x46, 0x01, 0x50)]);
  });

  it('adds 26 bytes to its packets and their lengths, including a start code or length', () => {
    expect(maskUnit([bytes(9, 9, 9)], 1).length + 4 - (1 + 3)).toBe(26);
    expect(maskUnit([bytes(9), bytes(9), bytes(9)], 1).length + 4 - 3 * (1 + 1)).toBe(26);
  });

  it('is in the temporal layer of its picture', () => {
    expect([...maskUnit([bytes(1)], 3).subarray(0, 2)]).toEqual([39 << 1, 3]);
  });

  it('counts as part of the picture, not as a header or the encoder’s text', () => {
    const unit = maskUnit([new TextEncoder().encode('crf=45.0')], 1);
    expect(encoderText('hevc', unit)).toBeNull();
    expect(isHeaderUnit('hevc', unit)).toBe(false);
  });
});

describe('a unit', () => {
  it('with another UUID is not a mask message', () => {
    expect(isMaskUnit(userDataUnit(new Uint8Array(16).fill(7), bytes(1, 0), 1))).toBe(false);
    expect(isMaskUnit(bytes(0x4e, 0x01))).toBe(false);
    expect(isMaskUnit(bytes())).toBe(false);
  });

  it('cut off anywhere after its UUID is a damaged mask message', () => {
    const unit = maskUnit([bytes(...STARTS), bytes(1, 2, 3)], 1);
    for (let length = 20; length < unit.length; length++) {
      expect(readMaskUnit(unit.subarray(0, length))).toEqual({ version: null, packets: null });
    }
  });

  it('of a newer version reports that version', () => {
    const unit = maskUnit([bytes(5)], 1);
    unit[20] = 2;
    expect(readMaskUnit(unit)).toEqual({ version: 2, packets: null });
  });

  it('with any bit flipped is read without an error, and with no more packets than fit', () => {
    const unit = maskUnit([bytes(...STARTS), bytes(), new Uint8Array(300).fill(200)], 1);
    for (let bit = 0; bit < unit.length * 8; bit++) {
      const flipped = unit.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const total = readMaskUnit(flipped)?.packets?.reduce((sum, { length }) => sum + length, 0);
      expect(total ?? 0).toBeLessThan(unit.length);
    }
  });
});
