import { RUN_EXTENSION } from '../../experiment/runExtension.ts';
import { fileName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { loadCode } from '../../files/loadCode.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import type { LessonPlayer } from '../../lessons/lessonPlayer.ts';
import type { LessonShelf } from '../../lessons/lessonShelf.ts';
import type { GivenRuns } from '../../session/givenRuns.ts';

/** The parts of the app that lessons of the user go to. */
export interface Teaching {
  readonly lessons: LessonShelf;
  readonly player: LessonPlayer;
  readonly givenRuns: GivenRuns;
}

/** True for lessons, alone or with the runs that they show: a folder of frames may have a README. */
export function areLessons(files: readonly FoundFile[]): boolean {
  const isAll = files.every((file) => isLesson(file) || isRun(file));
  return isAll && files.some(isLesson);
}

/**
 * Takes lessons and their runs, and opens the first lesson.
 *
 * @throws Problem that names the lesson and the line that makes no sense; nothing is taken then
 */
export async function openLessons(
  files: readonly FoundFile[],
  { lessons, player, givenRuns }: Teaching,
): Promise<void> {
  const load = () => import('../../lessons/parseLesson.ts');
  const { parseLesson } = await loadCode('The reader of lessons', load);
  const read = await Promise.all(
    files
      .filter(isLesson)
      .map(async (file) => parseLesson(fileName(file.path), await (await file.blob()).text())),
  );
  await givenRuns.add(await Promise.all(files.filter(isRun).map(named)));
  for (const lesson of read) lessons.add(lesson);
  const [first] = read;
  if (first) await player.go(first.name, 0);
}

function isLesson({ path }: FoundFile): boolean {
  return /\.md$/i.test(path);
}

function isRun({ path }: FoundFile): boolean {
  return path.endsWith(`.${RUN_EXTENSION}`);
}

async function named(file: FoundFile): Promise<NamedFile> {
  return { name: fileName(file.path), data: await file.blob() };
}
