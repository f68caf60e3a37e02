import { describe, expect, it } from 'vitest';
import { gifFrameCount } from './gifFrameCount.ts';

/** A GIF of 1×1 pixels with a colour table of two colours. */
const HEADER = [...new TextEncoder().encode('GIF89a'), 1, 0, 1, 0, 0x80, 0, 0, ...Array(6).fill(0)];
/** An extension with two sub-blocks, the bytes of which look like blocks. */
const EXTENSION = [0x21, 0xf9, 2, 0x2c, 0x3b, 1, 0x2c, 0];
const IMAGE = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x4c, 0x01, 0];
/** With a colour table of its own. */
const COLOURED = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0x81, ...Array(12).fill(0x3b), 2, 1, 0x4c, 0];

describe('the number of pictures in a GIF file', () => {
  it('counts images, not what is in other blocks', () => {
    const blocks = [EXTENSION, IMAGE, EXTENSION, COLOURED, IMAGE].flat();
    expect(gifFrameCount(Uint8Array.from([...HEADER, ...blocks, 0x3b]))).toBe(3);
    expect(gifFrameCount(Uint8Array.from([...HEADER, 0x3b]))).toBe(0);
  });

  it('is not known of a file that was cut off or is damaged', () => {
    const whole = [...HEADER, ...IMAGE, 0x3b];
    for (let length = 0; length < whole.length; length++) {
      expect(() => gifFrameCount(Uint8Array.from(whole.slice(0, length)))).toThrow('GIF file');
    }
    expect(() => gifFrameCount(Uint8Array.from([...HEADER, 0x40, 0, 0x3b]))).toThrow('no block');
  });
});
