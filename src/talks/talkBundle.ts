import {
  BlobReader,
  BlobWriter,
  TextReader,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { fileName } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import type { Talk } from './talk.ts';
import { formatTalk, isTalkFile, parseTalk, talkFileName, talkWord } from './talkFile.ts';

/** A talk with its runs as one file, which opens on another machine without computing anything. */
export async function bundleTalk(talk: Talk, runs: readonly NamedFile[]): Promise<NamedFile> {
  const folder = talkWord(talk.title);
  const archive = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  await archive.add(`${folder}/${talkFileName(talk)}`, new TextReader(formatTalk(talk)));
  for (const { name, data } of runs) {
    // Runs are compressed already.
    await archive.add(`${folder}/${name}`, new BlobReader(data), { level: 0 });
  }
  return { name: `${folder}.talk.zip`, data: await archive.close() };
}

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
