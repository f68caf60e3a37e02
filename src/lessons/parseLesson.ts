import type { Code, Nodes, RootContent } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { Problem } from '../problem.ts';
import { FIGURE_IN_TEXT, parseFigure } from './format/figure.ts';
import { FIND_KINDS, type Find, parseFind } from './format/find.ts';
import { LOOK_TARGETS, type LookTarget, parseLookTarget } from './format/lookTarget.ts';
import type { Lesson, LessonStep } from './lesson.ts';

/** The language of the code block that says what a step shows. */
const STATE_BLOCK = 'show';

/**
 * Reads a lesson. `docs/lessons.md` describes the format.
 *
 * @param fileName with its ending, for the lesson's name and for messages
 * @throws Problem that names the file, the line and what is wrong
 */
export function parseLesson(fileName: string, markdown: string): Lesson {
  const file = new LessonFile(fileName, markdown);
  const { children } = fromMarkdown(markdown);
  const isHeading = (node: RootContent, depth: number) =>
    node.type === 'heading' && node.depth === depth;
  const titles = children.filter((node) => isHeading(node, 1));
  const [title] = titles;
  if (!title || children[0] !== title) file.refuse(1, 'does not begin with a title: “# Title”');
  if (titles[1]) file.refuse(lineOf(titles[1]), 'has a second title; steps begin with “## ”');
  const starts = children.flatMap((node, index) => (isHeading(node, 2) ? index : []));
  if (starts.length === 0) file.refuse(1, 'has no steps; each begins with “## Title”');
  return {
    name: fileName.replace(/\.md$/i, ''),
    title: file.textIn(title),
    summary: file.sourceOf(children.slice(1, starts[0])),
    steps: starts.map((start, index) => stepOf(children.slice(start, starts[index + 1]), file)),
  };
}

function stepOf([heading, ...content]: readonly RootContent[], file: LessonFile): LessonStep {
  const title = file.textIn(heading);
  const start = heading ? lineOf(heading) : 1;
  const isState = (node: RootContent): node is Code =>
    node.type === 'code' && node.lang === STATE_BLOCK;
  const states = content.filter(isState);
  const [state] = states;
  if (!state || states[1]) {
    file.refuse(
      start,
      `${state ? 'has more than one' : 'has no'} block “\`\`\`${STATE_BLOCK}” in the step “${title}”`,
    );
  }
  const quotes = content.filter((node) => node.type === 'blockquote');
  if (quotes[1]) file.refuse(lineOf(quotes[1]), `has a second question in the step “${title}”`);
  const [question, ...answer] = quotes[0]?.children ?? [];
  if (question && answer.length === 0) {
    file.refuse(lineOf(question), 'has a question without an answer (its second paragraph)');
  }
  const texts = content.filter((node) => !isState(node) && node.type !== 'blockquote');
  if (texts.length === 0) file.refuse(start, `has no text in the step “${title}”`);
  return {
    title,
    text: file.sourceOf(texts),
    question: question ? { text: file.sourceOf([question]), answer: file.sourceOf(answer) } : null,
    ...stateOf(state, file),
  };
}

/** The lines of a block: an address, then `find: …` and `look at: …, …`, both optional. */
function stateOf(block: Code, file: LessonFile): Pick<LessonStep, 'address' | 'find' | 'lookAt'> {
  let address: string | null = null;
  let find: Find | null = null;
  let lookAt: readonly LookTarget[] = [];
  for (const [index, each] of block.value.split('\n').entries()) {
    const text = each.trim();
    const line = lineOf(block) + 1 + index;
    const [, name, value = ''] = /^(find|look at): *(.+)$/.exec(text) ?? [];
    if (name === 'find') find = parseFind(value) ?? file.refuse(line, findText(value));
    else if (name === 'look at') {
      lookAt = value
        .split(',')
        .map((part) => part.trim())
        .map((part) => parseLookTarget(part) ?? file.refuse(line, lookText(part)));
    } else if (text.includes('?') && address === null) address = text.slice(text.indexOf('?'));
    else if (text !== '') file.refuse(line, `has “${text}”, which is no address, find or look at`);
  }
  if (address === null) {
    file.refuse(lineOf(block), `has no address in its block “${STATE_BLOCK}”, such as “?seq=dog”`);
  }
  if (find === null && lookAt.some(({ part }) => part === 'place')) {
    file.refuse(lineOf(block), 'looks at a place, but finds none');
  }
  return { address, find, lookAt };
}

function findText(value: string): string {
  return `cannot find “${value}”: write ${FIND_KINDS.join(', ')}, each with “in column N”, and “on this frame” where only one is meant`;
}

function lookText(value: string): string {
  return `cannot look at “${value}”: there are ${LOOK_TARGETS.join(', ')}`;
}

/** A lesson's text, for excerpts and messages. */
class LessonFile {
  constructor(
    private readonly name: string,
    private readonly markdown: string,
  ) {}

  refuse(line: number, what: string): never {
    throw new Problem(
      `The lesson ${this.name} ${what} (line ${line}).`,
      'Correct it and drop it again; docs/lessons.md describes the format.',
    );
  }

  /** The Markdown of neighbouring nodes, with its figures checked. */
  sourceOf(nodes: readonly Nodes[]): string {
    return nodes
      .map((node) => {
        const source = this.slice(node);
        for (const match of source.matchAll(FIGURE_IN_TEXT)) {
          if (parseFigure(match[1] ?? '')) continue;
          const before = source.slice(0, match.index).split('\n').length - 1;
          this.refuse(lineOf(node) + before, `has “${match[0]}”, which is no figure`);
        }
        // Quotes keep their marks on all lines but the first.
        return source.replace(/^> ?/gm, '');
      })
      .join('\n\n');
  }

  /** The text of a heading. */
  textIn(heading: Nodes | undefined): string {
    return heading ? this.slice(heading).replace(/^#+ */, '').trim() : '';
  }

  private slice({ position }: Nodes): string {
    return this.markdown.slice(position?.start.offset, position?.end.offset);
  }
}

function lineOf({ position }: Nodes): number {
  return position?.start.line ?? 1;
}
