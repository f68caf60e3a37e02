import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addressedView, formatView, parseView, viewOfColumns } from './viewAddress.ts';
import { INITIAL_VIEW, type ViewState } from './viewState.ts';

const KEYS = ['a', 'b', 'c', 'd'];

const rich: ViewState = {
  ...INITIAL_VIEW,
  layer: 'errors',
  columnLayers: { b: 'difference' },
  opacity: 0.3,
  outlineColour: '#ff8800',
  background: 'grey',
  difference: 'signed',
  gain: 8,
  palette: 'distinct',
  enhancement: false,
  enlarged: 'c',
  inView: 'b',
  zoom: { scale: 4, x: 427.25, y: 240 },
  pair: { first: 'c', second: 'd', how: 'wipe', at: 0.375, pinned: true },
  loupe: true,
  loop: { first: 10, last: 20 },
  pingPong: true,
  speed: 0.25,
  chart: 'psnr',
  chartObject: 2,
  chartColumns: ['b', 'd'],
  bitsColumn: 'c',
  lanesColumn: 'b',
  time: { first: 3, last: 20.5 },
  blockFill: 'bits',
  blockGrid: 'transform',
  blockVectors: true,
  blockScale: 'columns',
  block: { column: 'c', x: 64, y: 128 },
};

test('the view that a visit starts with is left out', () => {
  expect(formatView(addressedView(INITIAL_VIEW, KEYS, null))).toBe('');
});

test('a view is readable, and is read back as it was written', () => {
  const written = formatView(addressedView(rich, KEYS, { x: 100.7, y: 50 }));
  expect(written).toBe(
    'layer=errors&layers=2:difference&opacity=30&outline=ff8800&background=grey&' +
      'difference=signed&gain=8&palette=distinct&enhancement=off&enlarged=3&inview=2&zoom=4,427.25,240&' +
      'pair=3,4,wipe,37.5&loupe=100,50&fill=bits&grid=transform&vectors&scale=columns&block=3,64,128&loop=10,20&pingpong&speed=0.25&chart=psnr&charted=2,4&bits=3&lanes=2&time=3,20.5&object=2',
  );
  const read = parseView(`?${written}`);
  expect({ ...INITIAL_VIEW, ...viewOfColumns(read, KEYS) }).toEqual(rich);
  expect(read.loupe).toEqual({ x: 100, y: 50 });
});

test('what makes no sense takes its default', () => {
  const search =
    '?layer=x&layers=0:errors,2:x,z&opacity=a&outline=red&gain=3&zoom=4,b,1&pair=1,9&loupe=1&' +
    'loop=9,2&speed=7&chart=vmaf&object=-1&enlarged=0&difference=&palette=&fill=x&grid=&scale=1&block=9,1,1';
  expect({ ...INITIAL_VIEW, ...viewOfColumns(parseView(search), KEYS) }).toEqual(INITIAL_VIEW);
});

test('numbers out of range are clamped', () => {
  const { zoom, opacity, pair } = parseView('?zoom=1000,5,5&opacity=700&pair=1,2,wipe,400');
  expect([zoom?.scale, opacity, pair?.at]).toEqual([32, 1, 1]);
});

test('what refers to a column that is not there takes its default', () => {
  const view = viewOfColumns(parseView('?enlarged=7&pair=1,7,wipe&layers=7:errors'), KEYS);
  expect(view).toMatchObject({ enlarged: null, pair: null, columnLayers: {} });
});

test('any text is read without an error, and gives a view that can be written', () => {
  const names = ['zoom', 'pair', 'loop', 'layers', 'loupe', 'opacity', 'object', 'outline'];
  const pairs = fc.array(fc.tuple(fc.constantFrom(...names), fc.string()));
  fc.assert(
    fc.property(pairs, (query) => {
      const read = parseView(`?${new URLSearchParams(query)}`);
      const again = parseView(`?${formatView(read)}`);
      expect(again.zoom?.scale ?? 0).toBeCloseTo(read.zoom?.scale ?? 0, 4);
      expect({ ...again, zoom: null, time: null, pair: null, opacity: 0 }).toEqual({
        ...{ ...read, zoom: null, time: null, pair: null, opacity: 0 },
        loupe: read.loupe && { x: Math.floor(read.loupe.x), y: Math.floor(read.loupe.y) },
      });
    }),
  );
});
