import { describe, expect, it } from 'vitest';
import { bitsPerPixel, headerBitsPerPixel, packetBitsPerPixel } from './encodedVideo.ts';

const size = { width: 854, height: 480 };

describe('bits per pixel', () => {
  it('counts all packets over all pixels', () => {
    // soapbox at CRF 45: ffprobe's packet sizes of native ffmpeg's file add up to 70,221 bytes.
    const packets = Array.from({ length: 99 }, (_, index) => ({
      bytes: index ? 700 : 1621,
      key: !index,
    }));
    expect(bitsPerPixel({ packets, size })).toBeCloseTo(0.0138428, 7);
  });

  it('counts the headers of a bare stream', () => {
    const packets = [true, false, false, true].map((key) => ({ bytes: 1000, key }));
    const bits = headerBitsPerPixel({ packets, size, streamBytes: 4000 + 2 * 2562 });
    expect(bits).toBeCloseTo((2 * 2562 * 8) / (4 * 854 * 480), 12);
  });

  it('counts one packet over one picture', () => {
    expect(packetBitsPerPixel({ bytes: 51_240 }, size)).toBe(1);
  });
});
