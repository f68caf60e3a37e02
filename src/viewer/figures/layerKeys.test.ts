import { expect, test, vi } from 'vitest';
import type { Layer, Look } from '../../rendering/look.ts';
import type { Mark } from './drawing.ts';
import { layerKeys } from './layerKeys.ts';

// Node has no pictures.
vi.stubGlobal(
  'ImageData',
  class {
    readonly data: Uint8ClampedArray;
    constructor(
      readonly width: number,
      readonly height: number,
    ) {
      this.data = new Uint8ClampedArray(4 * width * height);
    }
  },
);

const PLACE = { top: 100, text: 6 };

function keys(layers: readonly Layer[], look: Partial<Look> = {}) {
  const { difference = 'heat', gain = 4 } = look;
  return layerKeys(new Set(layers), { difference, gain }, PLACE);
}

const texts = (marks: readonly Mark[]) =>
  marks.flatMap((mark) => (mark.kind === 'text' ? mark.text : []));

test('layers whose colours say nothing have no key', () => {
  expect(keys(['masks', 'spotlight', 'plain'])).toEqual({ marks: [], height: 0 });
});

test('the colours of errors and changes are named, a line for each layer', () => {
  const { marks, height } = keys(['changes', 'errors']);
  expect(texts(marks)).toEqual([
    ...['missed', 'false alarm', 'wrong object', 'correct'],
    ...['lost by x265', 'won back by ours'],
  ]);
  expect(height).toBeCloseTo(2 * 1.6 * 6);
  for (const mark of marks) {
    const y = mark.kind === 'text' ? mark.y : mark.kind === 'path' ? mark.place.y : mark.box.y;
    expect(y).toBeGreaterThanOrEqual(100);
    expect(y).toBeLessThan(100 + height);
  }
});

test.each([
  ['heat', 4, '0', '64 of 255'],
  ['luma', 16, '0', '16 of 255'],
  ['signed', 1, '−255', '+255 of 255'],
] as const)('the scale of %s times %d is from %s to %s', (difference, gain, low, high) => {
  expect(texts(keys(['difference'], { difference, gain }).marks).slice(1)).toEqual([low, high]);
});

test('the scale has the colours of the picture, from its low to its high end', () => {
  const ends = (difference: Look['difference']) => {
    const image = keys(['difference'], { difference }).marks.find((mark) => mark.kind === 'image');
    const data = image?.pixels.data ?? [];
    return [data.slice(0, 3), data.slice(4 * 255, 4 * 255 + 3)].map((colour) => [...colour]);
  };
  expect(ends('heat')).toEqual([
    [0, 0, 4],
    [252, 255, 164],
  ]);
  expect(ends('signed')).toEqual([
    [0, 0, 0],
    [255, 255, 255],
  ]);
});

test('they fit a text column', () => {
  for (const mark of keys(['errors', 'changes', 'difference']).marks) {
    if (mark.kind === 'text') expect(mark.x + 0.5 * 6 * mark.text.length).toBeLessThan(252);
  }
});
