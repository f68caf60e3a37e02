import { fileName } from '../files/fileNames.ts';
import { type FoundFile, inDisplayOrder } from '../files/foundFile.ts';
import { isRunFile } from './runFile.ts';

/** The runs among the files of a folder or archive, by name with numbers by value. */
export function playlistOf(files: readonly FoundFile[]): FoundFile[] {
  return inDisplayOrder(files.filter(({ path }) => isRunFile(fileName(path))));
}
