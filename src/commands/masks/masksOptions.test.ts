import { describe, expect, it } from 'vitest';
import { parseMasksOptions } from './masksOptions.ts';

describe('the command line of masks', () => {
  it('encodes with the best scale at the default quality', () => {
    expect(parseMasksOptions(['encode', 'dog', 'dog.msk'])).toEqual({
      command: 'encode',
      input: 'dog',
      output: 'dog.msk',
      settings: { quality: 43, scale: 'auto', refresh: 0 },
      targetBpp: null,
    });
  });

  it('accepts only one of a quality, a rate and lossless', () => {
    const rate = parseMasksOptions(['encode', 'a', 'b', '--bpp', '0.0015', '--refresh', '8']);
    expect(rate).toMatchObject({ targetBpp: 0.0015, settings: { refresh: 8 } });
    const lossless = parseMasksOptions(['encode', 'a', 'b', '--lossless']);
    expect(lossless).toMatchObject({ settings: { quality: 'lossless' } });
    const both = ['encode', 'a', 'b', '--lossless', '--bpp', '0.1'];
    expect(() => parseMasksOptions(both)).toThrow('only one of');
  });

  it('adds masks to a video and extracts them', () => {
    expect(parseMasksOptions(['mux', 'a.mkv', 'a.msk', 'b.mkv', '--replace'])).toEqual({
      command: 'mux',
      video: 'a.mkv',
      input: 'a.msk',
      output: 'b.mkv',
      replace: true,
    });
    expect(parseMasksOptions(['demux', 'b.mkv', 'b.msk', '--video', 'c.mkv'])).toEqual({
      command: 'demux',
      input: 'b.mkv',
      output: 'b.msk',
      video: 'c.mkv',
    });
  });

  it.each([
    [[], 'The command is missing: encode, decode, mux, demux, info'],
    [['mix', 'a', 'b'], 'no command mix'],
    [['encode', 'a'], 'encode requires these arguments: a folder, the file to write'],
    [
      ['mux', 'a.mkv', 'a.msk'],
      'mux requires these arguments: a video, a mask stream, the video to write',
    ],
    [['demux', 'a', 'b', 'c'], 'demux requires these arguments: a video, the file to write'],
    [['decode', 'a', 'b', '--lossless'], 'decode has no option --lossless'],
    [['demux', 'a', 'b', '--replace'], 'demux has no option --replace'],
    [['info', 'a', 'b'], 'one file'],
    [['encode', 'a', 'b', '--quality', '101'], '0 to 100'],
    [['encode', 'a', 'b', '--quality', ''], '0 to 100'],
    [['encode', 'a', 'b', '--scale', '4'], '--scale must be one of'],
    [['encode', 'a', 'b', '--lossless', '--scale', '2'], 'cannot be combined with --scale'],
    [['encode', 'a', 'b', '--refresh', '1.5'], 'whole number'],
  ])('describes what is wrong with %j', (args, message) => {
    expect(() => parseMasksOptions(args)).toThrow(message);
  });
});
