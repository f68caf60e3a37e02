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

  it('takes a quality, a rate or no loss, but one of them', () => {
    const rate = parseMasksOptions(['encode', 'a', 'b', '--bpp', '0.0015', '--refresh', '8']);
    expect(rate).toMatchObject({ targetBpp: 0.0015, settings: { refresh: 8 } });
    const lossless = parseMasksOptions(['encode', 'a', 'b', '--lossless']);
    expect(lossless).toMatchObject({ settings: { quality: 'lossless' } });
    const both = ['encode', 'a', 'b', '--lossless', '--bpp', '0.1'];
    expect(() => parseMasksOptions(both)).toThrow('one of');
  });

  it('puts masks into a video and takes them out', () => {
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
    [[], 'What is to be done'],
    [['mix', 'a', 'b'], 'no mix'],
    [['encode', 'a'], 'encode takes a folder and the file to write'],
    [['mux', 'a.mkv', 'a.msk'], 'mux takes a video and a mask stream and the video to write'],
    [['demux', 'a', 'b', 'c'], 'demux takes a video and the file to write'],
    [['decode', 'a', 'b', '--lossless'], 'decode has no --lossless'],
    [['demux', 'a', 'b', '--replace'], 'demux has no --replace'],
    [['info', 'a', 'b'], 'one file'],
    [['encode', 'a', 'b', '--quality', '101'], '0 to 100'],
    [['encode', 'a', 'b', '--quality', ''], '0 to 100'],
    [['encode', 'a', 'b', '--scale', '4'], '--scale is one of'],
    [['encode', 'a', 'b', '--lossless', '--scale', '2'], 'no --scale'],
    [['encode', 'a', 'b', '--refresh', '1.5'], 'whole number'],
  ])('says what is wrong with %j', (args, message) => {
    expect(() => parseMasksOptions(args)).toThrow(message);
  });
});
