import { describe, expect, it } from 'vitest';
import { failureLine, logLines, ranOutOfMemory, reportedFrames } from './ffmpegLog.ts';

// Lines printed by ffmpeg.wasm (core-mt 0.12.10).
const REPORT =
  'frame=   12 fps=0.0 q=48.8 size=       8kB time=00:00:00.44 bitrate= 152.0kbits/s speed=0.541x';

describe('logLines', () => {
  it('keeps the last report, as a terminal does', () => {
    expect(logLines(`frame=    2 fps=0.0\r${REPORT}    \r`)).toEqual([REPORT]);
  });

  it('drops empty lines and the abort at the end of every command', () => {
    expect(logLines('x265 [info]: one\n\n')).toEqual(['x265 [info]: one']);
    expect(logLines('Aborted()')).toEqual([]);
  });
});

describe('reportedFrames', () => {
  it('reads the number of a progress report', () => {
    expect(reportedFrames(REPORT)).toBe(12);
  });

  it('ignores x265’s summary', () => {
    expect(reportedFrames('x265 [info]: frame I:      2, Avg QP:42.20  kb/s: 724.40')).toBeNull();
  });
});

describe('failureLine', () => {
  it('skips what is printed for every command', () => {
    const log = [
      '[libx265 @ 0xe91110] Unknown option: verbose.',
      'x265 [error]: Picture size must be at least one CTU',
      'Error while opening encoder for output stream #0:0 - maybe incorrect parameters',
      'Conversion failed!',
    ].join('\n');
    expect(failureLine(log)).toBe('Picture size must be at least one CTU');
  });

  it('returns the last line if none mentions an error', () => {
    expect(failureLine('Stream mapping:\nPress q to stop')).toBe('Press q to stop');
    expect(failureLine('')).toBeNull();
  });
});

describe('ranOutOfMemory', () => {
  it('recognises the messages of ffmpeg and of the browser', () => {
    expect(ranOutOfMemory('x\n[libx265 @ 0x1] Cannot allocate memory')).toBe(true);
    expect(ranOutOfMemory('RangeError: Array buffer allocation failed')).toBe(true);
    expect(ranOutOfMemory(REPORT)).toBe(false);
  });
});
