import { describe, expect, it } from 'vitest';
import { SilenceError } from '../../workers/watchdog.ts';
import { crashProblem, FfmpegFailure } from './ffmpegFailure.ts';

describe('messages about ffmpeg', () => {
  it('contain its own reason for a failed command', () => {
    const failure = new FfmpegFailure('decoding 3 frames', 1, 'input.mkv: I/O error');
    expect(failure.toProblem('Encode again.').message).toBe(
      'ffmpeg failed while decoding 3 frames: input.mkv: I/O error. Encode again.',
    );
  });

  it('report that it stopped responding and that a retry can work', () => {
    expect(crashProblem('encoding 99 frames', new SilenceError(30), '').message).toBe(
      'ffmpeg stopped responding while encoding 99 frames (no response for 30 s) and was terminated. ' +
        'Try again: ffmpeg will be restarted.',
    );
  });

  it('distinguish a crash from a lack of memory', () => {
    const trap = crashProblem('encoding 99 frames', 'RuntimeError: unreachable', '');
    expect(trap.message).toMatch(/^ffmpeg crashed while encoding 99 frames: RuntimeError: unreach/);
    const memory = crashProblem('encoding 999 frames', new RangeError('too large'), '');
    expect(memory.message).toMatch(/^The browser ran out of memory while encoding 999 frames\./);
  });
});
