import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { type ExperimentState, IDLE_EXPERIMENT } from '../experiment/experimentState.ts';
import type { PictureQuality } from '../scoring/scoringApi.ts';
import { ColumnView } from './ColumnView.tsx';
import { EnhancementSwitch } from './EnhancementSwitch.tsx';

const quality = (inside: number, outside: number): PictureQuality => ({
  ...{ psnrY: outside, psnr: outside, ssimY: 0.6 },
  inside: { psnrY: inside, ssimY: 0.6 },
  outside: { psnrY: outside, ssimY: 0.6 },
});

const { columns } = IDLE_EXPERIMENT;
const EXPERIMENT: ExperimentState = {
  ...IDLE_EXPERIMENT,
  columns: {
    ...columns,
    x265: { ...columns.x265, quality: [quality(24, 25), quality(26, 27), quality(10, 10)] },
    ours: {
      ...columns.ours,
      // The third frame is not enhanced yet, so it must not count in the mean of x265.
      quality: [quality(24.5, 25.1), quality(26.7, 27.3), null],
      seconds: {
        ...columns.ours.seconds,
        decode: 1,
        maskDecode: 0.3,
        maskRefine: 0.2,
        enhance: 4.5,
        vos: 9,
      },
    },
  },
};

const column = (experiment: ExperimentState, enhancement = true) =>
  renderToStaticMarkup(
    createElement(ColumnView, {
      ...{ name: 'ours', experiment, enhancement, frame: 0, notes: [], masks: null },
      ...{ enlarged: false, hidden: false, onEditMask: null, onSaveMasks: () => {} },
      controls: null,
    }),
  );

/** The value below a label. */
const fact = (label: string, experiment = EXPERIMENT, enhancement = true) =>
  new RegExp(`<dt>${label}</dt><dd>([^<]*)</dd>`).exec(column(experiment, enhancement))?.[1];

test('the gain of enhancement is shown inside and outside the objects', () => {
  const markup = renderToStaticMarkup(createElement(EnhancementSwitch, { experiment: EXPERIMENT }));
  expect(markup).toContain('<b>+0.60</b> in, <b>+0.20</b> dB out');
  expect(markup).toContain('aria-pressed="true"');
  const before = createElement(EnhancementSwitch, { experiment: IDLE_EXPERIMENT });
  expect(renderToStaticMarkup(before)).not.toContain('dB out');
});

test('without enhancement, ours shows the decoded frame and its quality', () => {
  expect(fact('inside / outside')).toBe('25.60 / 26.20 dB');
  expect(column(EXPERIMENT)).toContain('x265, enhanced, frame 0');

  const without = (label: string) => fact(label, EXPERIMENT, false);
  expect(without('inside / outside')).toBe('20.00 / 20.67 dB');
  expect(without('time')).toBe(fact('time'));
  expect(column(EXPERIMENT, false)).toContain('aria-label="x265, frame 0');
});

test('the decoder time, which includes VOS in one mode only, determines the enhancement’s share', () => {
  expect(fact('enhancement')).toBe('75%');
  expect(fact('enhancement', { ...EXPERIMENT, ours: 'enhanced' })).toBe('30%');
  expect(fact('enhancement', IDLE_EXPERIMENT)).toBeUndefined();
});
