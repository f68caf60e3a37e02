import { expect, test } from 'vitest';
import { documentProblems } from './documentProblems.ts';

const FILES: Readonly<Record<string, string>> = {
  'README.md': '',
  'docs/hosting.md': '# Hosting\n\n## A demo machine\n',
  'src/problem.ts': '',
  'models/enhancer/train.py': '',
};

function problemsOf(markdown: string, path = 'README.md'): string[] {
  return documentProblems(path, {
    files: new Set(Object.keys(FILES)),
    scripts: new Set(['bench', 'test:unit']),
    read: (file) => (file === path ? markdown : (FILES[file] ?? '')),
  });
}

test('links to files, folders, headings and other sites are right', () => {
  const links = [
    '[a](docs/hosting.md)',
    '[b](docs/)',
    '[c](docs/hosting.md#a-demo-machine)',
    '[d](https://example.org/nowhere)',
    '[e](#title)',
  ];
  expect(problemsOf(`# Title\n\n${links.join('\n')}`)).toEqual([]);
});

test('a link to a file or heading that is not there is named with its line', () => {
  expect(problemsOf('One line.\n\n[a](docs/missing.md) and [b](docs/hosting.md#missing)')).toEqual([
    'README.md:3: the link docs/missing.md leads nowhere.',
    'README.md:3: the link docs/hosting.md#missing leads to a heading that docs/hosting.md does not have.',
  ]);
});

test('links are relative to the document', () => {
  expect(problemsOf('[a](../README.md)', 'docs/hosting.md')).toEqual([]);
  expect(problemsOf('[a](README.md)', 'docs/hosting.md')).toHaveLength(1);
});

test('links in tables are looked at too', () => {
  expect(problemsOf('| a | b |\n| --- | --- |\n| [x](missing.md) | y |\n')).toHaveLength(1);
});

test('commands in code are looked up', () => {
  const commands = [
    'npm run --silent bench -- --only masks',
    'npm run test:unit',
    'python -m models.enhancer.train --minutes 3',
  ];
  expect(problemsOf(`\`\`\`sh\n${commands.join('\n')}\n\`\`\``)).toEqual([]);
  expect(
    problemsOf('`npm run benches`, `python -m models.enhancer.trian` and `npx tsx src/a.ts`'),
  ).toEqual([
    'README.md:1: the command npm run benches does not exist.',
    'README.md:1: the command python -m models.enhancer.trian does not exist.',
    'README.md:1: the command npx tsx src/a.ts does not exist.',
  ]);
});

test('paths in code are looked up; patterns are not paths', () => {
  expect(problemsOf('`src/problem.ts`, `src/`, `src/**/*.ts` and `src/masks/…`')).toEqual([]);
  expect(problemsOf('`src/missing.ts`')).toEqual([
    'README.md:1: the path src/missing.ts does not exist.',
  ]);
});
