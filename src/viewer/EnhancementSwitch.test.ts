import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import {
  type ColumnState,
  IDLE_EXPERIMENT,
  NO_FRAMES,
  type ShownFrames,
} from '../experiment/experimentState.ts';
import { NO_SECONDS } from '../results/columnSeconds.ts';
import type { PictureQuality } from '../scoring/scoringApi.ts';
import { ColumnView } from './ColumnView.tsx';
import { EnhancementSwitch } from './EnhancementSwitch.tsx';
import { columnsOf } from './testing/madeUpColumns.ts';

const quality = (inside: number, outside: number): PictureQuality => ({
  ...{ psnrY: outside, psnr: outside, ssimY: 0.6 },
  inside: { psnrY: inside, ssimY: 0.6 },
  outside: { psnrY: outside, ssimY: 0.6 },
});

const frames = (...qualities: ShownFrames['quality']): ShownFrames => ({
  ...NO_FRAMES,
  quality: qualities,
});

const columnOf = (form: string): ColumnState => {
  const [column] = columnsOf(form);
  if (!column) throw new Error(`${form} is no column`);
  return {
    ...column,
    decoded: frames(quality(24, 25), quality(26, 27), quality(10, 10)),
    // The third frame is not enhanced yet, so it must not count in the mean of the decoded ones.
    pictures: frames(quality(24.5, 25.1), quality(26.7, 27.3), null),
    seconds: { ...NO_SECONDS, decode: 1, maskDecode: 0.3, maskRefine: 0.2, enhance: 4.5, vos: 9 },
  };
};

const markupOf = (column: ColumnState, enhancement = true) =>
  renderToStaticMarkup(
    createElement(ColumnView, {
      ...{ column, name: 'Ours', experiment: IDLE_EXPERIMENT, enhancement, frame: 0 },
      ...{
        notes: [],
        masks: null,
        enlarged: false,
        hidden: false,
        isBeside: false,
        swiped: null,
        onEditMask: null,
      },
      ...{ onSaveMasks: () => {}, actions: null, controls: null },
    }),
  );

/** The value below a label. */
const fact = (label: string, column = columnOf('ours@48'), enhancement = true) =>
  new RegExp(`<dt><button[^>]*>${label}</button></dt><dd>([^<]*)</dd>`).exec(
    markupOf(column, enhancement),
  )?.[1];

test('the gain of enhancement is shown inside and outside the objects', () => {
  const switchOf = (column: ColumnState) =>
    renderToStaticMarkup(createElement(EnhancementSwitch, { column }));
  const markup = switchOf(columnOf('ours@48'));
  expect(markup).toContain('<b>+0.60</b> in, <b>+0.20</b> dB out');
  expect(markup).toContain('aria-pressed="true"');
  expect(switchOf({ ...columnOf('ours@48'), pictures: NO_FRAMES })).not.toContain('dB out');
});

test('without enhancement, a column shows the decoded frame and its quality', () => {
  const column = columnOf('ours@48');
  expect(fact('inside / outside')).toBe('25.60 / 26.20 dB');
  expect(markupOf(column)).toContain('x265, enhanced, frame 0');

  const without = (label: string) => fact(label, column, false);
  expect(without('inside / outside')).toBe('20.00 / 20.67 dB');
  expect(without('time')).toBe(fact('time'));
  expect(markupOf(column, false)).toContain('aria-label="x265, frame 0');
});

test('the decoder time, which includes VOS at the decoder only, gives the enhancement’s share', () => {
  expect(fact('enhancement')).toBe('75%');
  expect(fact('enhancement', columnOf('ours@48+vos'))).toBe('30%');
  expect(fact('enhancement', columnOf('ours@48+plain'))).toBeUndefined();
});
