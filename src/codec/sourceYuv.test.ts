import { describe, expect, it } from 'vitest';
import { allocateFrames, frameBytes } from '../sequence/frames.ts';
import { importFrames } from './importFrames.ts';
import { sourceYuv } from './sourceYuv.ts';

describe('sourceYuv', () => {
  it.each([
    ['even', { width: 854, height: 480 }],
    ['odd', { width: 853, height: 479 }],
  ])('round-trips frames of an %s size through importFrames, in several parts', async (_, size) => {
    const frames = allocateFrames(size, 40);
    const samples = new Uint8Array(frames.buffer);
    for (let index = 0; index < samples.length; index++) samples[index] = (index * 31) >> 3;
    const data = sourceYuv(frames);
    expect(data.size).toBe(40 * frameBytes({ width: 854, height: 480 }));
    const { frames: back } = await importFrames({ name: 'input.yuv', data }, size, 40, () => {});
    expect(Buffer.from(back.buffer).equals(Buffer.from(frames.buffer))).toBe(true);
  });
});
