import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { LabelledSlider } from './LabelledSlider.tsx';

const slider = (props: Partial<Parameters<typeof LabelledSlider>[0]>) =>
  renderToStaticMarkup(
    createElement(LabelledSlider, {
      ...{ label: 'Brush size', value: 3, min: 0, max: 9, onChange: () => {} },
      ...props,
    }),
  );

test('a slider is read out as displayed, with its unit', () => {
  const markup = slider({ valueText: '12 px' });
  expect(markup).toContain('<output>12 px</output>');
  expect(markup).toContain('aria-valuetext="12 px"');
});

test('a slider without a value text is read out as its value, even without a visible label', () => {
  expect(slider({ bare: true })).toMatch(/aria-label="Brush size".*aria-valuetext="3"/);
});
