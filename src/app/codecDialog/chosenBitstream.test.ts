import { expect, test } from 'vitest';
import { chosenBitstream } from './chosenBitstream.ts';

const choose = (name: string) => chosenBitstream(new File(['1'], name), 'output.yuv');

test('coded video of any codec is taken for the bitstream', () => {
  for (const ending of ['266', 'bit', 'BIN', 'hevc', '264', 'obu', 'ivf', 'mkv']) {
    expect(choose(`output.${ending}`).name).toBe(`output.${ending}`);
  }
});

test('anything else is refused by its name, with what to choose', () => {
  for (const name of ['mask.png', 'encoder.log', 'DAVIS.zip', 'results.json', 'README']) {
    expect(() => choose(name)).toThrow(
      `${name} is not taken for the bitstream of output.yuv: its ending is none of coded video. Choose`,
    );
  }
  expect(() => choose('b.y4m')).toThrow('b.y4m is decoded pictures, as output.yuv is, and no');
});
