import { RUN_EXTENSION } from '../../experiment/runExtension.ts';
import { fileName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { loadCode } from '../../files/loadCode.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import type { LessonPlayer } from '../../lessons/lessonPlayer.ts';
import type { LessonShelf } from '../../lessons/lessonShelf.ts';
import { Problem } from '../../problem.ts';
import type { GivenRuns } from '../../session/givenRuns.ts';

/** The parts of the app that lessons of the user go to. */
export interface Teaching {
  readonly lessons: LessonShelf;
  readonly player: LessonPlayer;
  readonly givenRuns: GivenRuns;
}

/** A Markdown file that was read. */
interface MarkdownFile {
  readonly name: string;
  readonly text: string;
}

/** Lessons with the runs that they show. */
export interface LessonFiles {
  readonly lessons: readonly MarkdownFile[];
  readonly runs: readonly FoundFile[];
}

/**
 * The lessons among files that are nothing else than Markdown and runs; null if there is none. A
 * folder of frames may have a README, and so may one of runs: a lesson has a block that shows
 * something.
 */
export async function lessonsAmong(files: readonly FoundFile[]): Promise<LessonFiles | null> {
  const [texts, runs] = [files.filter(isMarkdown), files.filter(isRun)];
  if (texts.length === 0 || texts.length + runs.length < files.length) return null;
  const read = await Promise.all(
    texts.map(async (file) => ({
      name: fileName(file.path),
      text: await (await file.blob()).text(),
    })),
  );
  // A file that is alone is meant as a lesson.
  const isLesson = ({ text }: MarkdownFile) => files.length === 1 || /^\s*```show/m.test(text);
  const lessons = read.filter(isLesson);
  return lessons.length > 0 ? { lessons, runs } : null;
}

/**
 * Takes lessons and their runs, and opens the first lesson.
 *
 * @throws Problem that names the lesson and the line that makes no sense; nothing is taken then
 */
export async function openLessons(
  { lessons: files, runs }: LessonFiles,
  { lessons, player, givenRuns }: Teaching,
): Promise<void> {
  const load = () => import('../../lessons/parseLesson.ts');
  const { parseLesson } = await loadCode('The reader of lessons', load);
  assertDifferent(files);
  const read = files.map(({ name, text }) => parseLesson(name, text));
  await givenRuns.add(await Promise.all(runs.map(named)));
  for (const lesson of read) lessons.add(lesson);
  const [first] = read;
  if (first) await player.go(first.name, 0);
}

function assertDifferent(files: readonly MarkdownFile[]): void {
  const names = files.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) < index);
  if (twice === undefined) return;
  throw new Problem(
    `There are two lessons called ${twice}, in different folders.`,
    'Rename one of the files: addresses know lessons by their names.',
  );
}

function isMarkdown({ path }: FoundFile): boolean {
  return /\.md$/i.test(path);
}

function isRun({ path }: FoundFile): boolean {
  return path.endsWith(`.${RUN_EXTENSION}`);
}

async function named(file: FoundFile): Promise<NamedFile> {
  return { name: fileName(file.path), data: await file.blob() };
}
