import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describeError } from '../problem.ts';
import { type DavisSequence, findDavisSequences } from '../sequence/davisFolder.ts';
import { inspectSequences } from '../sequence/inspectSequence.ts';
import { type FoundFile, fileName } from '../sequence/sequenceFiles.ts';
import type { SequenceIndexFile } from '../sequence/sequenceIndex.ts';
import { DAVIS_FOLDERS, davisHome } from './davisHome.ts';

/** `Annotations/480p/soapbox` are three levels; nothing of DAVIS lies deeper. */
const DEEPEST = 3;

/**
 * What a DAVIS folder offers, its sequences' sizes and object ids included, so that the page
 * fetches no picture for its list. Reads the folder anew each time; a problem is in the index.
 */
export async function davisIndex(root: string): Promise<SequenceIndexFile> {
  try {
    const home = await davisHome(root);
    const files: FoundFile[] = [];
    for (const folder of DAVIS_FOLDERS) await collectFiles(home, folder, 1, files);
    const { found, broken: withoutPictures } = findDavisSequences(files, 'served');
    const { sequences, broken } = await inspectSequences(found);
    const filesOf = new Map(found.map((sequence) => [sequence.name, sequence]));
    return {
      sequences: sequences.flatMap(({ name, size, objectIds }) => {
        const listed = filesOf.get(name);
        return listed ? [{ ...namesOf(listed), size, objectIds: [...objectIds] }] : [];
      }),
      broken: [...broken, ...withoutPictures].map(({ name, problem }) => ({ name, problem })),
    };
  } catch (error) {
    return { sequences: [], problem: `DAVIS_ROOT=${root}: ${describeError(error)}` };
  }
}

function namesOf({ name, resolution, pictures, annotations }: DavisSequence) {
  return {
    name,
    resolution,
    pictures: pictures.map(({ path }) => fileName(path)),
    annotations: annotations.map(({ path }) => fileName(path)),
  };
}

async function collectFiles(
  home: string,
  folder: string,
  depth: number,
  files: FoundFile[],
): Promise<void> {
  const entries = await readdir(join(home, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory() && depth < DEEPEST) await collectFiles(home, path, depth + 1, files);
    if (entry.isFile()) {
      files.push({ path, blob: async () => new Blob([await readFile(join(home, path))]) });
    }
  }
}
