import { expect, test } from 'vitest';
import { chosenBitstream } from './chosenBitstream.ts';

const choose = (name: string) => chosenBitstream(new File(['1'], name), 'output.yuv');

test('accepts bitstreams of any codec', () => {
  for (const ending of ['266', 'bit', 'BIN', 'hevc', '264', 'obu', 'ivf', 'mkv']) {
    expect(choose(`output.${ending}`).name).toBe(`output.${ending}`);
  }
});

test('rejects other files and names what to choose', () => {
  for (const name of ['mask.png', 'encoder.log', 'DAVIS.zip', 'results.json', 'README']) {
    expect(() => choose(name)).toThrow(
      `${name} is not a bitstream: its file extension is not that of a video codec. Choose`,
    );
  }
  expect(() => choose('b.y4m')).toThrow('b.y4m contains decoded frames, not a bitstream.');
});
