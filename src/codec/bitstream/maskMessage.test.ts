import { describe, expect, it } from 'vitest';
import { isMaskUnit, maskUnit, readMaskUnit } from './maskMessage.ts';
import { annexBUnits } from './nalUnits.ts';
import { encoderText, isHeaderUnit } from './unitBits.ts';
import { userDataUnit } from './userDataMessage.ts';

const bytes = (...values: number[]) => Uint8Array.from(values);
/** What emulation prevention is for: all that looks like a start code, at every place. */
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
  ])('gives back %s', (_, packets) => {
    const unit = maskUnit(packets, 1);
    expect(readMaskUnit(unit)).toEqual({ version: 1, packets });
  });

  it('is one unit in a bare stream, whatever it holds', () => {
    const unit = maskUnit([bytes(...STARTS), new Uint8Array(500)], 1);
    const stream = bytes(0, 0, 1, ...unit, 0, 0, 0, 1, 0x46, 0x01, 0x50);
    expect([...annexBUnits(stream)]).toEqual([unit, bytes(0x46, 0x01, 0x50)]);
  });

  it('costs 26 bytes besides its packets and their lengths, start code or length included', () => {
    expect(maskUnit([bytes(9, 9, 9)], 1).length + 4 - (1 + 3)).toBe(26);
    expect(maskUnit([bytes(9), bytes(9), bytes(9)], 1).length + 4 - 3 * (1 + 1)).toBe(26);
  });

  it('is in the temporal layer of its picture', () => {
    expect([...maskUnit([bytes(1)], 3).subarray(0, 2)]).toEqual([39 << 1, 3]);
  });

  it('is neither a header nor an encoder’s text: it counts', () => {
    const unit = maskUnit([new TextEncoder().encode('crf=45.0')], 1);
    expect(encoderText('hevc', unit)).toBeNull();
    expect(isHeaderUnit('hevc', unit)).toBe(false);
  });
});

describe('a unit that is', () => {
  it('of another UUID is no mask message', () => {
    expect(isMaskUnit(userDataUnit(new Uint8Array(16).fill(7), bytes(1, 0), 1))).toBe(false);
    expect(isMaskUnit(bytes(0x4e, 0x01))).toBe(false);
    expect(isMaskUnit(bytes())).toBe(false);
  });

  it('cut off anywhere behind its UUID is a damaged one', () => {
    const unit = maskUnit([bytes(...STARTS), bytes(1, 2, 3)], 1);
    for (let length = 20; length < unit.length; length++) {
      expect(readMaskUnit(unit.subarray(0, length))).toEqual({ version: null, packets: null });
    }
  });

  it('of a version to come says which', () => {
    const unit = maskUnit([bytes(5)], 1);
    unit[20] = 2;
    expect(readMaskUnit(unit)).toEqual({ version: 2, packets: null });
  });

  it('flipped in any bit is read without an error, as many packets as fit or none', () => {
    const unit = maskUnit([bytes(...STARTS), bytes(), new Uint8Array(300).fill(200)], 1);
    for (let bit = 0; bit < unit.length * 8; bit++) {
      const flipped = unit.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const total = readMaskUnit(flipped)?.packets?.reduce((sum, { length }) => sum + length, 0);
      expect(total ?? 0).toBeLessThan(unit.length);
    }
  });
});
