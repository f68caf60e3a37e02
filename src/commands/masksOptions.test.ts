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

  it.each([
    [[], 'What is to be done'],
    [['mix', 'a', 'b'], 'no mix'],
    [['encode', 'a'], 'input and an output'],
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
