import { expect, test } from 'vitest';
import { DEFAULT_FIGURE } from '../../session/figureRequest.ts';
import { INITIAL_VIEW } from '../viewState.ts';
import { figureAddress, figureCommand } from './figureCommand.ts';

const KEYS = ['a', 'b', 'c'];

test('the address of a figure has the view in which it is drawn', () => {
  const view = {
    ...INITIAL_VIEW,
    ...({ layer: 'difference', gain: 8, palette: 'distinct', outline: false } as const),
    ...({ columnLayers: { c: 'errors' }, enlarged: 'b', enhancement: false } as const),
  };
  expect(figureAddress('?seq=dog', view, KEYS)).toBe(
    '?seq=dog&layer=difference&layers=3:errors&outline=off&gain=8&palette=distinct&enhancement=off&enlarged=2',
  );
});

test('what does not change a figure is not in its address', () => {
  const view = {
    ...INITIAL_VIEW,
    ...{ frame: 7, zoom: { scale: 4, x: 1, y: 2 }, loop: { first: 1, last: 2 }, loupe: true },
    ...({ pingPong: true, speed: 2, chart: 'psnr', chartColumns: ['a'] } as const),
    pair: { first: 'a', second: 'b', how: 'wipe', at: 0.5, pinned: true } as const,
  };
  expect(figureAddress('?seq=dog', view, KEYS)).toBe('?seq=dog');
});

test('the command has every choice, and an address that its quotes hold', () => {
  const crop = { x: 1, y: 2, width: 3, height: 4 };
  const request = { ...DEFAULT_FIGURE, columns: [1, 3], crop, labels: false, chart: true };
  expect(figureCommand(request, [30], "?seq=dog's")).toBe(
    "npm run --silent figure -- --address '?seq=dog%27s' --rows 30, --size two --crop 1,2,3,4 --columns 1,3 --no-labels --chart",
  );
  expect(figureCommand({ ...DEFAULT_FIGURE, columns: 'published' }, [1, 2], '?')).toContain(
    '--rows 1,2 --size two --published',
  );
});
