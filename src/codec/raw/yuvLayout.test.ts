import { describe, expect, it } from 'vitest';
import { yuvLayout } from './yuvLayout.ts';

const soapbox = { width: 854, height: 480 };
const frame = 854 * 480 * 1.5;

describe('yuvLayout', () => {
  it('distinguishes 8 and 10 bits by the length', () => {
    expect(yuvLayout('a.yuv', 99 * frame, soapbox, 99)).toEqual({ size: soapbox, bitDepth: 8 });
    expect(yuvLayout('a.yuv', 198 * frame, soapbox, 99)).toEqual({ size: soapbox, bitDepth: 10 });
  });

  it('accepts frames of the even size for a sequence of odd size', () => {
    const odd = { width: 853, height: 479 };
    expect(yuvLayout('a.yuv', 99 * frame, odd, 99)).toEqual({ size: soapbox, bitDepth: 8 });
    const oddFrame = 853 * 479 + 2 * 427 * 240;
    expect(yuvLayout('a.yuv', 10 * oddFrame, odd, 10)).toEqual({ size: odd, bitDepth: 8 });
  });

  it('reports what would fit if the number of frames is wrong', () => {
    expect(() => yuvLayout('output.yuv', 100 * frame, soapbox, 99)).toThrow(
      'output.yuv is 61,488,000 bytes long. The sequence’s 99 frames take 60,873,120 bytes at ' +
        '854×480 with 8 bits or 121,746,240 bytes at 854×480 with 10 bits, planar 4:2:0. ' +
        'This length fits 100 frames of 854×480 with 8 bits or 50 frames of 854×480 with 10 bits.',
    );
  });

  it('recognises frames of another common size', () => {
    expect(() => yuvLayout('hd.yuv', 99 * 1280 * 720 * 1.5, soapbox, 99)).toThrow(
      'This length fits 99 frames of 1280×720 with 8 bits.',
    );
  });

  it('reports how many whole frames a truncated file has', () => {
    expect(() => yuvLayout('cut.yuv', 98 * frame + 1000, soapbox, 99)).toThrow(
      'This length is 98 frames and 1,000 bytes at 854×480 with 8 bits, or 49 frames and 1,000 bytes ' +
        'at 854×480 with 10 bits: the file is cut off or has a different size.',
    );
  });
});
