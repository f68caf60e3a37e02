import { describe, expect, it } from 'vitest';
import { yuvLayout } from './yuvLayout.ts';

const soapbox = { width: 854, height: 480 };
const frame = 854 * 480 * 1.5;

describe('yuvLayout', () => {
  it('tells 8 from 10 bit by the length', () => {
    expect(yuvLayout('a.yuv', 99 * frame, soapbox, 99)).toEqual({ size: soapbox, bitDepth: 8 });
    expect(yuvLayout('a.yuv', 198 * frame, soapbox, 99)).toEqual({ size: soapbox, bitDepth: 10 });
  });

  it('takes frames of the even size for a sequence of odd size', () => {
    const odd = { width: 853, height: 479 };
    expect(yuvLayout('a.yuv', 99 * frame, odd, 99)).toEqual({ size: soapbox, bitDepth: 8 });
    const oddFrame = 853 * 479 + 2 * 427 * 240;
    expect(yuvLayout('a.yuv', 10 * oddFrame, odd, 10)).toEqual({ size: odd, bitDepth: 8 });
  });

  it('says what would fit when the number of frames is another', () => {
    expect(() => yuvLayout('output.yuv', 100 * frame, soapbox, 99)).toThrow(
      'output.yuv is 61,488,000 bytes long. The sequence’s 99 frames take 60,873,120 bytes at ' +
        '854×480 in 8 bit or 121,746,240 bytes at 854×480 in 10 bit, planar 4:2:0. ' +
        'This length fits 100 frames of 854×480 in 8 bit or 50 frames of 854×480 in 10 bit.',
    );
  });

  it('recognises frames of another usual size', () => {
    expect(() => yuvLayout('hd.yuv', 99 * 1280 * 720 * 1.5, soapbox, 99)).toThrow(
      'This length fits 99 frames of 1280×720 in 8 bit.',
    );
  });

  it('says where a file is cut off', () => {
    expect(() => yuvLayout('cut.yuv', 98 * frame + 1000, soapbox, 99)).toThrow(
      'This length is 98 frames and 1,000 bytes at 854×480 in 8 bit, or 49 frames and 1,000 bytes ' +
        'at 854×480 in 10 bit: the file is cut off or has another size.',
    );
  });
});
