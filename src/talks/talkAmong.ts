import { fileName } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import { Problem } from '../problem.ts';
import type { Talk } from './talk.ts';
import { isTalkFile, parseTalk } from './talkFile.ts';

/**
 * The talk among files that were dropped together; null if there is none.
 *
 * @throws Problem when there are several, or if the file is no talk
 */
export async function talkAmong(files: readonly FoundFile[]): Promise<Talk | null> {
  const [file, another] = files.filter(({ path }) => isTalkFile(fileName(path)));
  if (!file) return null;
  if (another) {
    throw new Problem(
      `${fileName(file.path)} and ${fileName(another.path)} are two talks, but one is shown at a time.`,
      'Drop one of them, with its runs.',
    );
  }
  return parseTalk(await (await file.blob()).text(), file.path);
}
