import { describe, expect, it } from 'vitest';
import { checkX265Settings, crfInText, x265CommandLine } from './x265.ts';

describe('the x265 command', () => {
  it('is the published one', () => {
    // From the experiment's description, with W×H and Q filled in.
    expect(x265CommandLine({ width: 854, height: 480 }, { crf: 45, keyint: 8 })).toBe(
      'ffmpeg -f rawvideo -video_size 854x480 -i input -c:v libx265 -preset veryfast ' +
        '-tune zerolatency -x265-params "crf=45:keyint=8:verbose=1" output.mkv -y',
    );
  });

  it.each([[{ crf: 0, keyint: 1 }], [{ crf: 51, keyint: 250 }]])(
    'accepts the limits of the ranges: %o',
    (settings) => {
      expect(() => checkX265Settings(settings)).not.toThrow();
    },
  );

  it.each([
    [{ crf: 52, keyint: 8 }, 'CRF cannot be 52. Choose a whole number from 0 to 51.'],
    [{ crf: 44.5, keyint: 8 }, 'CRF cannot be 44.5.'],
    [{ crf: Number.NaN, keyint: 8 }, 'CRF cannot be NaN.'],
    [{ crf: 45, keyint: 0 }, 'The key frame distance cannot be 0.'],
  ])('refuses %o', (settings, message) => {
    expect(() => checkX265Settings(settings)).toThrow(message);
  });
});

describe('the CRF in an encoder’s text', () => {
  it('may be a fraction', () => {
    expect(
      crfInText('x265 (build 199) - H.265/HEVC codec - options: rc=crf crf=28.5 qcomp=0.60'),
    ).toBe(28.5);
  });

  it.each([
    ['x265 with a bit rate', 'x265 (build 199) - options: rc=abr bitrate=100 qcomp=0.60'],
    ['x264, which has a different scale', 'x264 - core 164 - options: rc=crf mbtree=1 crf=23.0'],
    ['nothing', ''],
  ])('is unknown for %s', (_, text) => {
    expect(crfInText(text)).toBeNull();
  });
});
