import {
  BlobReader,
  BlobWriter,
  TextReader,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import type { NamedFile } from '../files/namedFile.ts';
import type { Talk } from './talk.ts';
import { formatTalk, talkFileName, talkWord } from './talkFile.ts';

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
