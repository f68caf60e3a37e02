import { createElement } from 'react';
import { expect, test } from 'vitest';
import { madeUpColumn, madeUpResult } from '../../testing/madeUpResults.ts';
import { firstMarkup } from '../../testing/testApp.ts';
import { ResultsPanel } from './ResultsPanel.tsx';

const KEPT = ['dog', 'libby'].map((name) => ({
  key: name,
  savedAt: 0,
  result: madeUpResult(name, { x265: madeUpColumn() }),
}));

const panel = (props: Partial<Parameters<typeof ResultsPanel>[0]>) =>
  firstMarkup(
    createElement(ResultsPanel, {
      ...{ kept: KEPT, outdated: 0, isChosen: () => true, onChoose: () => {}, onLeave: () => {} },
      ...props,
    }),
  );

test('the delete button counts the selected results and asks for confirmation', () => {
  const dogOnly = panel({ isChosen: (key) => key === 'dog' });
  expect(dogOnly).toMatch(/<button[^>]*aria-haspopup="dialog"[^>]*>(?:(?!<\/button>).)*Delete 1</);
  expect(panel({ isChosen: () => false })).toMatch(
    /<button[^>]*disabled[^>]*>(?:(?!<\/button>).)*Delete 0</,
  );
});

test('results of another version are counted and can be deleted', () => {
  expect(panel({})).not.toContain('another version');
  expect(panel({ kept: [], outdated: 3 })).toMatch(
    /3 results of another version of Maskscope cannot be read.*Delete them/,
  );
});
