import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileName } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import { describeError, Problem } from '../problem.ts';
import { inspectSequences } from '../sequence/inspectSequence.ts';
import type { SequenceIndexFile } from '../sequence/sequenceIndex.ts';
import { findTreeSequences, type TreeSequence } from '../sequence/treeSequences.ts';
import { DAVIS_FOLDERS, davisHome } from './davisHome.ts';

/** What tells YouTube-VOS from DAVIS, where it is there. */
const META = 'meta.json';

/** `Annotations/480p/soapbox` are three levels; nothing of DAVIS lies deeper. */
const DEEPEST = 3;

/**
 * What a DAVIS or YouTube-VOS folder offers, its sequences' sizes and object ids included, so that the page
 * fetches no picture for its list. Reads the folder anew each time; a problem is in the index.
 */
export async function davisIndex(root: string): Promise<SequenceIndexFile> {
  try {
    const home = await davisHome(root);
    const files: FoundFile[] = [];
    for (const folder of DAVIS_FOLDERS) await collectFiles(home, folder, 1, files);
    if (existsSync(join(home, META))) files.push(fileIn(home, META));
    const { found, broken: withoutPictures } = await findTreeSequences(files, 'served');
    if (found.length === 0) {
      throw new Problem(
        `${home} holds no sequence: there are no pictures in JPEGImages/480p/SEQUENCE or JPEGImages/SEQUENCE.`,
        'Set DAVIS_ROOT to a folder in the layout of DAVIS or YouTube-VOS.',
      );
    }
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

function namesOf(sequence: TreeSequence) {
  const { name, layout, resolution, pictures, annotations, submitted, warnings } = sequence;
  return {
    name,
    layout,
    resolution,
    ...(submitted && { submitted: [...submitted] }),
    ...(warnings && { warnings: [...warnings] }),
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
    if (entry.isFile()) files.push(fileIn(home, path));
  }
}

function fileIn(home: string, path: string): FoundFile {
  return { path, blob: async () => new Blob([await readFile(join(home, path))]) };
}
