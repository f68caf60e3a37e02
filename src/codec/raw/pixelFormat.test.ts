import { describe, expect, it } from 'vitest';
import { decodedFormat } from './pixelFormat.ts';

// Lines that ffmpeg 5.1 printed.
const TEN_BIT = `Input #0, matroska,webm, from '/files/video.mkv':
  Stream #0:0: Video: hevc (Main 10), yuv420p10le(tv, progressive), 854x480 [SAR 1:1 DAR 427:240], 25 fps, 25 tbr, 1k tbn (default)
Output #0, rawvideo, to 'frames.yuv':
  Stream #0:0: Video: rawvideo (I420 / 0x30323449), yuv420p(tv, progressive), 854x480 [SAR 1:1 DAR 427:240], q=2-31, 123 kb/s, 25 fps, 25 tbn (default)`;

const UPRIGHT = `  Stream #0:0[0x1](und): Video: h264 (High) (avc1 / 0x31637661), yuv420p(progressive), 176x98, 99 kb/s, 25 fps, 25 tbr, 12800 tbn (default)
Output #0, rawvideo, to 'frames.yuv':
  Stream #0:0(und): Video: rawvideo (I420 / 0x30323449), yuv420p(progressive), 98x176, q=2-31, 5174 kb/s, 25 fps, 25 tbn (default)`;

describe('decodedFormat', () => {
  it('reads depth and size', () => {
    expect(decodedFormat(TEN_BIT)).toEqual({
      size: { width: 854, height: 480 },
      bitDepth: 10,
      squarePixels: true,
      codec: 'hevc',
      fullRange: false,
      matrix: null,
    });
  });

  it.each([
    ['yuv420p10le(pc, bt709, progressive)', true, 'bt709'],
    ['yuv420p10le(tv, smpte170m/bt709/bt709)', false, 'smpte170m'],
    ['yuv420p10le(bt2020nc/bt2020/arib-std-b67)', false, 'bt2020nc'],
    ['yuv420p10le(pc)', true, null],
    ['yuv420p10le(unknown/bt709/bt709)', false, null],
    ['yuv420p10le(progressive)', false, null],
    ['yuv420p10le', false, null],
  ])('reads range and matrix of %s', (text, fullRange, matrix) => {
    const log = TEN_BIT.replace('yuv420p10le(tv, progressive)', text);
    expect(decodedFormat(log)).toMatchObject({ bitDepth: 10, fullRange, matrix });
  });

  it('is that of the stream that was decoded', () => {
    const other =
      '  Stream #0:0: Video: mjpeg (Baseline), yuvj420p(pc, bt470bg), 64x64 (attached pic)\n';
    const log = TEN_BIT.replace(
      '  Stream #0:0: Video: hevc',
      `${other}  Stream #0:1: Video: hevc`,
    ).replace(
      'Output',
      'Stream mapping:\n  Stream #0:1 -> #0:0 (hevc (native) -> rawvideo (native))\nOutput',
    );
    expect(decodedFormat(log)).toMatchObject({ codec: 'hevc', bitDepth: 10 });
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
