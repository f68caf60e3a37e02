import { describe, expect, it } from 'vitest';
import { decodedFormat } from './pixelFormat.ts';

// Lines that ffmpeg 5.1 printed.
const TEN_BIT = `Input #0, matroska,webm, from '/files/video.mkv':
  Stream #0:0: Video: hevc (Main 10), yuv420p10le(tv, progressive), 854x480 [SAR 1:1 DAR 427:240], 25 fps, 25 tbr, 1k tbn (default)
Output #0, rawvideo, to 'frames.yuv':
  Stream #0:0: Video: rawvideo (I420 / 0x30323449), yuv420p(tv, progressive), 854x480 [SAR 1:1 DAR 427:240], q=2-31, 123 kb/s, 25 fps, 25 tbn (default)`;

const UPRIGHT = `  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(progressive), 176x98, 99 kb/s, 25 fps, 25 tbr, 12800 tbn (default)
  Stream #0:0(und): Video: rawvideo (I420 / 0x30323449), yuv420p(progressive), 98x176, q=2-31, 5174 kb/s, 25 fps, 25 tbn (default)`;

describe('decodedFormat', () => {
  it('reads depth and size', () => {
    expect(decodedFormat(TEN_BIT)).toEqual({
      size: { width: 854, height: 480 },
      bitDepth: 10,
      squarePixels: true,
    });
  });

  it('gives the size after rotation', () => {
    expect(decodedFormat(UPRIGHT)?.size).toEqual({ width: 98, height: 176 });
    expect(decodedFormat(UPRIGHT)?.bitDepth).toBe(8);
  });

  it('detects pixels that are not square', () => {
    expect(decodedFormat(TEN_BIT.replaceAll('SAR 1:1', 'SAR 16:15'))?.squarePixels).toBe(false);
  });

  it('returns null for a log without streams', () => {
    expect(decodedFormat('frame=    1 fps=0.0')).toBeNull();
  });
});
