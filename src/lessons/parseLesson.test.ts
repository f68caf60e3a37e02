import { expect, test } from 'vitest';
import { parseLesson } from './parseLesson.ts';

const STATE = '?seq=dog&cols=orig,x265@45&frame=7';

function lesson(step: string, before = '# Blocks\n\nWhat they are.\n'): string {
  return `${before}\n${step}`;
}

function stepWith(...lines: readonly string[]): string {
  return `## First\n\n\`\`\`show\n${lines.join('\n')}\n\`\`\`\n\nSome text.\n`;
}

test('a lesson has a title, a summary and steps, each a state of the app', () => {
  const text = lesson(
    `${stepWith(`http://localhost/app/${STATE}`, 'find: blocking in column 2', 'look at: place, score 2')}
J&F is {J&F in column 2 here}.

> Why?
>
> Because of
> *blocks*.

## Second

\`\`\`show
${STATE}
\`\`\`

More text.
`,
  );
  expect(parseLesson('blocks.md', text)).toEqual({
    name: 'blocks',
    title: 'Blocks',
    summary: 'What they are.',
    steps: [
      {
        title: 'First',
        text: 'Some text.\n\nJ&F is {J&F in column 2 here}.',
        question: { text: 'Why?', answer: 'Because of\n*blocks*.' },
        address: STATE,
        find: { kind: 'blocking', column: 1, onThisFrame: false },
        lookAt: [{ part: 'place' }, { part: 'score', column: 1 }],
      },
      {
        title: 'Second',
        text: 'More text.',
        question: null,
        address: STATE,
        find: null,
        lookAt: [],
      },
    ],
  });
});

test.each([
  ['has no title', stepWith(STATE), '', 'does not begin with a title', 1],
  ['has no steps', '', undefined, 'has no steps', 1],
  ['has a step without a state', '## First\n\nText.', undefined, 'has no block “```show”', 5],
  [
    'has a state without an address',
    stepWith('find: blur in column 1'),
    undefined,
    'no address',
    7,
  ],
  [
    'finds what there is not',
    stepWith(STATE, 'find: noise in column 1'),
    undefined,
    '“noise in column 1”',
    9,
  ],
  [
    'looks at what there is not',
    stepWith(STATE, 'look at: sky'),
    undefined,
    'cannot look at “sky”',
    9,
  ],
  [
    'looks at a place without finding one',
    stepWith(STATE, 'look at: place'),
    undefined,
    'finds none',
    7,
  ],
  ['has an unknown line', stepWith(STATE, 'zoom in'), undefined, '“zoom in”', 9],
  [
    'has an unknown figure',
    `${stepWith(STATE)}\nIt is\n{PSNR of object 1 in column 2}.`,
    undefined,
    '“{PSNR of object 1 in column 2}”',
    14,
  ],
  [
    'has a question without an answer',
    `${stepWith(STATE)}\n> Why?`,
    undefined,
    'without an answer',
    13,
  ],
  ['has no text', `## First\n\n\`\`\`show\n${STATE}\n\`\`\``, undefined, 'has no text', 5],
])('a lesson that %s is refused, with its line', (_, step, before, what, line) => {
  const text = before === undefined ? lesson(step) : step;
  expect(() => parseLesson('mine.md', text)).toThrow(what);
  expect(() => parseLesson('mine.md', text)).toThrow(`The lesson mine.md`);
  expect(() => parseLesson('mine.md', text)).toThrow(`(line ${line})`);
});
