import { describe, expect, it } from 'vitest';
import { vvcCommands } from './vvc.ts';

describe('vvcCommands', () => {
  const soapbox = { width: 854, height: 480 };

  it('gives the published commands for the sequence', () => {
    expect(vvcCommands(soapbox, { qp: 45, frameRate: 25 }).published).toEqual({
      encode:
        'vvencFFapp -c cfg/experimental/lowdelay-faster.cfg -InputFile input.yuv -s 854x480 -fr 25 -QP 45 -BitstreamFile output.266',
      decode: 'vvdecapp -b output.266 -o output.yuv',
    });
  });

  it('gives the commands that VVenC accepts, and lists the differences', () => {
    const commands = vvcCommands(soapbox, { qp: 45, frameRate: 25 });
    expect(commands.encode).toBe(
      'vvencFFapp -c cfg/experimental/lowdelay_faster.cfg --InputFile input.yuv -s 854x480 -fr 25 --QP 45 --BitstreamFile output.266',
    );
    expect(commands.differences).toHaveLength(2);
  });

  it('uses even sides, which vvencFFapp requires', () => {
    const commands = vvcCommands({ width: 853, height: 479 }, { qp: 45, frameRate: 25 });
    expect(commands.encode).toContain('-s 854x480');
    expect(commands.differences.at(-1)).toContain('input.yuv has 854×480');
  });

  it('writes fractional frame rates as vvencFFapp accepts them', () => {
    const encode = (frameRate: number) => vvcCommands(soapbox, { qp: 45, frameRate });
    expect(encode(30_000 / 1001).encode).toContain('-fr 30000 --FrameScale 1001 ');
    expect(encode(23.976).encode).toContain('-fr 24000 --FrameScale 1001 ');
    expect(encode(12.5).encode).toContain('-fr 13 ');
    expect(encode(12.5).differences.at(-1)).toContain('12.5 is rounded to 13');
  });

  it('refuses settings out of range', () => {
    expect(() => vvcCommands(soapbox, { qp: 64, frameRate: 25 })).toThrow('QP cannot be 64.');
    expect(() => vvcCommands(soapbox, { qp: 2.5, frameRate: 25 })).toThrow('QP cannot be 2.5.');
    expect(() => vvcCommands(soapbox, { qp: 32, frameRate: 0 })).toThrow(
      'The frame rate cannot be 0.',
    );
  });
});
