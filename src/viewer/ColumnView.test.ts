import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { IDLE_EXPERIMENT } from '../experiment/experimentState.ts';
import { ColumnView } from './ColumnView.tsx';
import { bitsOf, columnsOf, scoresOf } from './testing/madeUpColumns.ts';

const [original, x265, ours] = columnsOf('orig,x265@45,ours@-15%');

type Props = Parameters<typeof ColumnView>[0];

const markupOf = (props: Partial<Props>) => {
  if (!x265) throw new Error('no column');
  return renderToStaticMarkup(
    createElement(ColumnView, {
      ...{ column: x265, name: 'x265', experiment: IDLE_EXPERIMENT, frame: 0, notes: [] },
      ...{
        masks: null,
        enhancement: true,
        enlarged: false,
        hidden: false,
        isBeside: false,
        swiped: null,
        onEditMask: null,
      },
      ...{ onSaveMasks: () => {}, actions: null, controls: null },
      ...props,
    }),
  );
};

/** The text without its markup. */
const textOf = (props: Partial<Props>) =>
  markupOf(props)
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ');

/** The opening tag of the button that saves the masks. */
const saveButton = (props: Partial<Props>) =>
  /<button[^>]*Save the masks of[^>]*>/.exec(markupOf(props))?.[0];

test('a column says what it is in a sentence', () => {
  expect(textOf({})).toContain('x265 · CRF 45 · keyint 8 · Compact VOS');
});

test('notes are listed below the values', () => {
  expect(markupOf({})).not.toContain('<ul');
  expect(markupOf({ notes: ['The whole file is counted.'] })).toMatch(
    /<\/dl><ul[^>]*><li>The whole file is counted\.<\/li><\/ul><\/footer>/,
  );
});

test('masks can be saved once there are some, and incomplete masks are counted', () => {
  expect(saveButton({ masks: null })).toContain('disabled');
  expect(saveButton({ masks: { ready: 0, total: 9 } })).toContain('disabled');
  expect(saveButton({ masks: { ready: 4, total: 9 } })).toContain('4 of 9');
  const whole = saveButton({ masks: { ready: 9, total: 9 } });
  expect(whole).not.toContain('disabled');
  expect(whole).not.toContain('9 of 9');
});

test('ours is compared in large figures, each with what it is measured against', () => {
  if (!original || !x265 || !ours) throw new Error('no columns');
  const columns = [
    { ...original, scores: scoresOf(1, 0.9, 1) },
    { ...x265, scores: scoresOf(1, 0.74, 1), bits: bitsOf(0.02) },
    { ...ours, scores: scoresOf(1, 0.89, 1), bits: bitsOf(0.0174) },
  ];
  const [, ofX265, ofOurs] = columns;
  const experiment = { ...IDLE_EXPERIMENT, columns };
  if (!ofX265 || !ofOurs) throw new Error('no columns');
  const text = textOf({ column: ofOurs, experiment });
  expect(text).toContain('bits vs x265 · CRF 45 −13%');
  expect(text).toContain('J&amp;F vs x265 · CRF 45 +0.15');
  expect(text).toContain('J&amp;F kept of Original · Compact VOS 99%');
  expect(textOf({ column: ofX265, experiment })).toContain('−0.160 vs Original · Compact VOS');
});

test('a search for a CRF shows what was tried, then what was found', () => {
  if (!ours) throw new Error('no column');
  const tried = [{ crf: 47, bpp: 0.01234 }];
  const searching = textOf({ column: { ...ours, search: { tried, found: null } } });
  expect(searching).toContain('Looking for 15% fewer bits than x265… CRF 47: 0.0123 bpp');
  const found = (reached: boolean) => {
    const search = { tried, found: { crf: 47, bpp: 0.01234, tried, reached } };
    return textOf({ column: { ...ours, crf: 47, search } });
  };
  expect(found(true)).toContain('CRF 47: 15% fewer bits than x265');
  expect(found(false)).toContain('CRF 47: the nearest to 15% fewer bits than x265');
});
