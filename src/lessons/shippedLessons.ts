import { loadCode } from '../files/loadCode.ts';
import { Problem } from '../problem.ts';
import type { Lesson } from './lesson.ts';

/** The lessons in the order in which they are listed. */
const NAMES = [
  'what-crf-does',
  'key-frames',
  'what-a-block-costs',
  'why-masks-fall-apart',
  'masks-beside-the-video',
  'what-enhancement-wins',
  'how-scores-are-computed',
] as const;

const TEXTS = import.meta.glob<string>('./texts/*.md', { query: '?raw', import: 'default' });

/** Loads the lessons that come with Maskscope. */
export function shippedLessons(): Promise<readonly Lesson[]> {
  return Promise.all(NAMES.map(shippedLesson));
}

/** @throws Problem if there is no lesson of that name, or if its file cannot be loaded */
export async function shippedLesson(name: string): Promise<Lesson> {
  const load = TEXTS[`./texts/${name}.md`];
  if (!load) {
    throw new Problem(
      `There is no lesson called ${name} here.`,
      'Choose one under Learn, or drop the lesson’s file on the page.',
    );
  }
  const text = await loadCode(`The lesson ${name}`, load);
  const { parseLesson } = await loadCode('The reader of lessons', () => import('./parseLesson.ts'));
  return parseLesson(`${name}.md`, text);
}
