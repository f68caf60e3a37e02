import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { IDLE_EXPERIMENT } from '../experiment/experimentState.ts';
import { ColumnView } from './ColumnView.tsx';

const column = (props: Partial<Parameters<typeof ColumnView>[0]>) =>
  renderToStaticMarkup(
    createElement(ColumnView, {
      ...{ name: 'x265', experiment: IDLE_EXPERIMENT, frame: 0, notes: [], masks: null },
      enhancement: true,
      ...{ enlarged: false, hidden: false, onEditMask: null, onSaveMasks: () => {} },
      controls: null,
      ...props,
    }),
  );

/** The opening tag of the button that saves the masks. */
const saveButton = (props: Parameters<typeof column>[0]) =>
  /<button[^>]*Save the masks of[^>]*>/.exec(column(props))?.[0];

test('notes are listed below the values', () => {
  expect(column({})).not.toContain('<ul');
  expect(column({ notes: ['The whole file is counted.'] })).toMatch(
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
