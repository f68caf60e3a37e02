import { createElement } from 'react';
import { expect, test } from 'vitest';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { columnOf, madeUpResult } from '../../testing/madeUpResults.ts';
import { firstMarkup } from '../../testing/testApp.ts';
import { ClaimPanel } from './ClaimPanel.tsx';

const markup = (results: readonly SequenceResult[]) =>
  firstMarkup(createElement(ClaimPanel, { results }));

test('the figures say what they are measured against, beside the published ones', () => {
  const text = markup([
    madeUpResult('dog', {
      original: { ...columnOf(0.9, 0, 45), crf: null, bpp: null },
      x265: columnOf(0.6, 0.02, 45),
      ours: columnOf(0.88, 0.0174, 48),
    }),
  ]).replace(/<[^>]+>/g, ' ');
  expect(text).toMatch(/bits against x265, masks included\s+−13%\s+0\.0174 and 0\.0200 bpp/);
  expect(text).toMatch(/J&amp;F against x265\s+\+47%\s+0\.880 and 0\.600/);
  expect(text).toMatch(/of the originals’ J&amp;F kept\s+98%\s+0\.880 of 0\.900/);
  expect(text).toMatch(/Published, STCN.*−24%.*Published, AOT.*−15%/s);
});

test('without a pair of columns, the page says so', () => {
  expect(markup([])).toContain('no selected result has both');
});
