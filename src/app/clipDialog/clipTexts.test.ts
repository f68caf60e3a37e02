import { expect, it } from 'vitest';
import { clipFileName, progressText, resultText, stepText } from './clipTexts.ts';

it('names a clip by its sequence and frames, without characters that file systems refuse', () => {
  expect(clipFileName('soapbox', { first: 10, last: 15 }, 'mp4')).toBe(
    'maskscope-soapbox-10-15.mp4',
  );
  expect(clipFileName('my clip: 2/3', { first: 0, last: 7 }, 'gif')).toBe(
    'maskscope-my-clip-2-3-0-7.gif',
  );
});

it('says what encoded a clip, and which better encoders are missing', () => {
  const clip = {
    file: new Blob([new Uint8Array(12_345)]),
    ...{ count: 6, size: { width: 960, height: 596 }, frameRate: 12.5 },
    encoder: 'H.264 by ffmpeg',
    missing: ['H.264 by WebCodecs: this browser has no WebCodecs encoders.'],
  };
  expect(resultText(clip, 'a.mp4')).toBe(
    'Saved a.mp4: 6 frames of 960×596, 12.5 per second · 12,345 bytes · H.264 by ffmpeg. Not used: H.264 by WebCodecs: this browser has no WebCodecs encoders.',
  );
});

it('shows every frame, but announces a step once', () => {
  const steps = [1, 2].map((done) => ({ doing: 'drawing' as const, done, total: 60 }));
  expect(steps.map(progressText)).toEqual(['Drawing: 1 of 60 frames', 'Drawing: 2 of 60 frames']);
  expect(new Set(steps.map(({ doing }) => stepText(doing)))).toEqual(
    new Set(['Drawing the frames.']),
  );
  expect(stepText('checking')).not.toBe(stepText('encoding'));
});
