import { expect, test } from 'vitest';
import type { Drawing, FigureFacts, Mark } from './drawing.ts';
import { drawingSvg } from './figureSvg.ts';

const FACTS: FigureFacts = {
  title: 'fish & <chips>, frame 3',
  address: '?seq=fish+%26+chips&cols=orig,x265@45',
  provenance: ['Made by "Maskscope".'],
};

const place = { x: 10, y: 20, scale: 0.25 };
const DRAWING: Drawing = {
  width: 252,
  height: 100.5,
  marks: [
    { kind: 'path', commands: 'M1 1h2v1h-2v-1z', place, colour: '#ff0000', width: 0.5 },
    {
      ...{ kind: 'text', text: 'J&F 0.5 <b>', x: 1, y: 2, anchor: 'end', size: 6 },
      ...{ bold: true, colour: '#000000' },
    },
    { kind: 'box', box: { x: 1, y: 2, width: 3, height: 4 }, colour: '#ffffff', width: null },
  ],
};

test('lines have their width in points, whatever the units of their path', async () => {
  const svg = await drawingSvg(DRAWING, FACTS);
  expect(svg).toContain('width="252pt" height="100.5pt" viewBox="0 0 252 100.5"');
  expect(svg).toMatch(/translate\(10 20\) scale\(0\.25\)".*stroke-width="2".*d="M1 1h2v1h-2v-1z"/);
});

test('text and facts are escaped', async () => {
  const svg = await drawingSvg(DRAWING, FACTS);
  expect(svg).toContain('>J&amp;F 0.5 &lt;b&gt;</text>');
  expect(svg).toContain('<title>fish &amp; &lt;chips&gt;, frame 3</title>');
  expect(svg).toContain('<dc:source>?seq=fish+%26+chips&amp;cols=orig,x265@45</dc:source>');
  expect(svg).not.toMatch(/&(?!amp;|lt;|gt;|quot;)/);
});

test('characters that XML cannot hold are dropped', async () => {
  const svg = await drawingSvg(DRAWING, { ...FACTS, title: 'a\u0000b\u001fc' });
  expect(svg).toContain('<title>abc</title>');
});

test('the same drawing is the same file', async () => {
  const pixels = { width: 2, height: 1, data: new Uint8ClampedArray(8).fill(200) };
  const box = { x: 0, y: 0, width: 2, height: 1 };
  const image: Mark = { kind: 'image', box, pixels: pixels as ImageData };
  const drawing = { ...DRAWING, marks: [image, ...DRAWING.marks] };
  const svg = await drawingSvg(drawing, FACTS);
  expect(svg).toContain('href="data:image/png;base64,iVBORw0KGgo');
  expect(await drawingSvg(drawing, FACTS)).toBe(svg);
});
