import { posix } from 'node:path';
import GithubSlugger from 'github-slugger';
import type { Nodes } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { visit } from 'unist-util-visit';

/** What documents may refer to. Paths are relative to the repository's root, with `/`. */
export interface Repository {
  /** All tracked files. */
  readonly files: ReadonlySet<string>;
  /** Names of npm scripts. */
  readonly scripts: ReadonlySet<string>;
  /** Text of a tracked Markdown file. */
  read(path: string): string;
}

/**
 * Lists a Markdown document's broken links, and commands and paths that do not exist. Links to other sites are not followed.
 *
 * @param path of the document
 * @returns a sentence for each, with the line
 */
export function documentProblems(path: string, repository: Repository): string[] {
  const problems: string[] = [];
  visit(fromMarkdown(repository.read(path)), (node) => {
    const line = node.position?.start.line ?? 0;
    for (const problem of nodeProblems(node, path, repository)) {
      problems.push(`${path}:${line}: ${problem}`);
    }
  });
  return problems;
}

function nodeProblems(node: Nodes, path: string, repository: Repository): string[] {
  switch (node.type) {
    case 'link':
    case 'image':
    case 'definition':
      return linkProblems(node.url, path, repository);
    case 'code':
      return commandProblems(node.value, repository);
    case 'inlineCode':
      return [
        ...commandProblems(node.value, repository),
        ...pathProblems(node.value, path, repository),
      ];
    default:
      return [];
  }
}

function linkProblems(url: string, path: string, repository: Repository): string[] {
  if (/^[a-z]+:/i.test(url)) return [];
  const [file = '', anchor] = decodeURIComponent(url).split('#');
  const target = file === '' ? path : posix.join(posix.dirname(path), file);
  if (!exists(target, repository)) return [`the link ${url} leads nowhere.`];
  if (anchor === undefined || !target.endsWith('.md')) return [];
  return anchorsOf(repository.read(target)).has(anchor)
    ? []
    : [`the link ${url} leads to a heading that ${target} does not have.`];
}

/** The anchors that GitHub gives to a document's headings. */
function anchorsOf(markdown: string): Set<string> {
  const slugger = new GithubSlugger();
  const anchors = new Set<string>();
  visit(fromMarkdown(markdown), 'heading', (heading) => {
    let text = '';
    visit(heading, (child) => {
      if (child.type === 'text' || child.type === 'inlineCode') text += child.value;
    });
    anchors.add(slugger.slug(text));
  });
  return anchors;
}

/** Commands that documents name, and how to tell whether one exists. */
const COMMANDS: readonly {
  readonly pattern: RegExp;
  readonly exists: (name: string, repository: Repository) => boolean;
}[] = [
  {
    pattern: /\bnpm run (?:--silent )?([\w:-]+)/g,
    exists: (name, { scripts }) => scripts.has(name),
  },
  { pattern: /\bnpx tsx (\S+)/g, exists },
  { pattern: /--config (\S+\.ts)\b/g, exists },
  {
    pattern: /\bpython3? -m (models(?:\.\w+)+)/g,
    exists: (name, repository) => {
      const file = name.replaceAll('.', '/');
      return exists(`${file}.py`, repository) || exists(`${file}/__main__.py`, repository);
    },
  },
  { pattern: /\bpython3? ((?:src|models)\/\S+\.py)/g, exists },
];

function commandProblems(text: string, repository: Repository): string[] {
  return COMMANDS.flatMap(({ pattern, exists: isThere }) =>
    [...text.matchAll(pattern)]
      .filter(([, name = '']) => !isThere(name, repository))
      .map(([command]) => `the command ${command} does not exist.`),
  );
}

/** A path in the repository, without wildcards; one that starts with a dot is relative. */
const PATH = /^(?:\.\.?\/)*(?:src|models|docs|e2e|public|\.ci)\/[\w./-]*$/;

function pathProblems(text: string, path: string, repository: Repository): string[] {
  if (!PATH.test(text)) return [];
  const target =
    text.startsWith('.') && !text.startsWith('.ci') ? posix.join(posix.dirname(path), text) : text;
  return exists(target, repository) ? [] : [`the path ${text} does not exist.`];
}

/** True for a tracked file, or a folder that holds one. */
function exists(path: string, { files }: Repository): boolean {
  const plain = path.replace(/\/$/, '');
  if (files.has(plain) || plain === '.') return true;
  for (const file of files) if (file.startsWith(`${plain}/`)) return true;
  return false;
}
