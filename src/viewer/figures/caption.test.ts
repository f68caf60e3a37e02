import { expect, test } from 'vitest';
import { IDLE_EXPERIMENT } from '../../experiment/experimentState.ts';
import { DEFAULT_LOOK, type Look } from '../../rendering/look.ts';
import { DEFAULT_FIGURE, type FigureRequest } from '../../session/figureRequest.ts';
import { bitsOf, columnsOf, scoresOf } from '../testing/madeUpColumns.ts';
import { figureLatex } from './caption.ts';

function latex(
  change: Partial<FigureRequest> = {},
  { rows = [1, 3], look = {} }: { rows?: readonly number[]; look?: Partial<Look> } = {},
): string {
  const scored = columnsOf('truth,orig:stcn,ours@48k64').map((column, index) => ({
    ...column,
    scores: index === 0 ? [] : scoresOf(1, 0.8, 0.6, 0.5, 0.9),
    bits: index === 2 ? bitsOf(0.0123) : null,
    complete: true,
  }));
  const names = ['Ground truth', 'Original', '50% of us_all'];
  const plan = {
    request: { ...DEFAULT_FIGURE, ...change },
    experiment: { ...IDLE_EXPERIMENT, sequenceName: 'a_b', frameCount: 5, columns: scored },
    rows,
    columns: scored.map((column, index) => ({
      ...{
        column,
        name: names[index] ?? '',
        enhancement: true,
        look: { ...DEFAULT_LOOK, ...look },
      },
    })),
  };
  return figureLatex(plan, 'a_b-figure', { title: '', address: '?seq=a_b', provenance: [] });
}

test('the caption names sequence, frames, every setting, bits and scores', () => {
  const text = latex();
  expect(text).toContain('Sequence \\emph{a\\_b}, frames 1 and 3 of 5');
  expect(text).toContain('(a) \\emph{Ground truth}: original frames;');
  expect(text).toContain('(b) \\emph{Original}: STCN, J\\&F 0.633 (0.800, 0.500);');
  expect(text).toContain(
    '(c) \\emph{50\\% of us\\_all}: x265, CRF 48, keyint 64, enhanced, coded masks of quality 43, Compact VOS, 0.0123 bpp, J\\&F 0.633 (0.800, 0.500).',
  );
});

test('it is as wide as its text columns, and its file and address are there', () => {
  expect(latex()).toContain('\\begin{figure*}');
  expect(latex({ size: 'one' })).toContain('\\begin{figure}\n');
  expect(latex()).toContain('\\includegraphics[width=\\linewidth]{a_b-figure}');
  expect(latex()).toContain('% ?seq=a_b\n');
});

test('an inset is explained', () => {
  const crop = { x: 3, y: 4, width: 50, height: 60 };
  expect(latex({ crop })).toContain('The insets enlarge the 50$\\times$60 pixels at (3, 4).');
});

test('frames are counted from 0, and from the top where there are several', () => {
  expect(latex()).toContain('frames 1 and 3 of 5 (from the top, counted from 0).');
  expect(latex({}, { rows: [3] })).toContain('frame 3 of 5 (counted from 0).');
});

test.each([
  ['heat', 'heat map of luma'],
  ['signed', 'signed'],
  ['luma', 'luma only'],
  ['absolute', 'absolute'],
] as const)('the kind of a difference is named: %s', (difference, words) => {
  const look = { layer: 'difference', difference, gain: 8 } as const;
  expect(latex({}, { look })).toContain(`difference to the original (${words}, times 8)`);
});
