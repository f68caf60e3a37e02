import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';
import { expect, test } from 'vitest';
import { markdownText } from './markdownText.ts';

test.each([
  '[a link](https://example.org)',
  '![a picture](https://example.org/a.png)',
  '<img src="https://example.org/a.png">',
  '<https://example.org>',
  '[reference]: https://example.org',
  '*a* **b** _c_ `d` ~~e~~ $f$ a|b \\ &lt; &#60;',
  'J&F of dog (1), x265 #2!',
  ...['# a', '- a', '+ a', '1. a', '2) a', '> a'],
])('%s is shown as it is', (text) => {
  const tree = fromMarkdown(`- ${markdownText(text)}`);
  const kinds = new Set<string>();
  let shown = '';
  visit(tree, (node) => {
    kinds.add(node.type);
    if ('value' in node) shown += node.value;
  });
  expect([...kinds]).toEqual(['root', 'list', 'listItem', 'paragraph', 'text']);
  expect(shown).toBe(text);
});

test('bare addresses are broken up, so that GitHub makes no links of them', () => {
  expect(markdownText('https://example.org www.example.org')).toBe(
    'https\\://example.org www\\.example.org',
  );
});

test('line ends become spaces', () => {
  expect(markdownText('a\nb\r\nc')).toBe('a b c');
});
