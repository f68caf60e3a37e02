import { decode } from 'fast-png';
import { expect, test } from 'vitest';
import { encodePng } from './pngFile.ts';

const SIZE = { width: 7, height: 5 };

function pixels(): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(SIZE.width * SIZE.height * 4).fill(255);
  for (let at = 0; at < rgba.length; at++) if (at % 4 < 3) rgba[at] = (at * 37 + at ** 2) % 256;
  return rgba;
}

test('a PNG decodes to the same pixels', async () => {
  const rgba = pixels();
  const png = decode(await encodePng(rgba, SIZE), { checkCrc: true });
  expect(png).toMatchObject({ ...SIZE, channels: 3, depth: 8 });
  expect([...png.data]).toEqual([...rgba.filter((_, at) => at % 4 < 3)]);
});

test('it has its resolution and text in all languages', async () => {
  const png = await encodePng(pixels(), SIZE, {
    text: { Title: 'Tauchgang – 水', Source: '?seq=a&cols=truth' },
    pixelsPerMetre: 11811,
  });
  const decoded = decode(png, { checkCrc: true });
  expect(decoded.resolution).toEqual({ x: 11811, y: 11811, unit: 1 });
  const text = new TextDecoder().decode(png);
  expect(text).toContain('Title\0\0\0\0\0Tauchgang – 水');
  expect(text).toContain('Source\0\0\0\0\0?seq=a&cols=truth');
});
