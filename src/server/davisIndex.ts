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

/** Present in YouTube-VOS, but not in DAVIS. */
const META = 'meta.json';

/** The number of levels in `Annotations/480p/soapbox`, the deepest folder of DAVIS. */
const MAX_DEPTH = 3;

/**
 * Lists the sequences of a DAVIS or YouTube-VOS folder with their sizes and object ids, so that the
 * page needs no picture for its list. Reads the folder on every call. Never rejects: a problem is
 * reported in the index.
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
        `${home} contains no sequence: there are no pictures in JPEGImages/480p/SEQUENCE or JPEGImages/SEQUENCE.`,
        'Set DAVIS_ROOT to a folder in the layout of DAVIS or YouTube-VOS.',
      );
    }
    const { sequences, broken } = await inspectSequences(found);
    const filesOf = new Map(found.map((sequence) => [sequence.name, sequence]));
    return {
      sequences: sequences.flatMap(({ name, size, objectIds, turned }) => {
        const listed = filesOf.get(name);
        return listed ? [{ ...namesOf(listed), size, objectIds: [...objectIds], turned }] : [];
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
    if (entry.isDirectory() && depth < MAX_DEPTH) await collectFiles(home, path, depth + 1, files);
    if (entry.isFile()) files.push(fileIn(home, path));
  }
}

function fileIn(home: string, path: string): FoundFile {
  return { path, blob: async () => new Blob([await readFile(join(home, path))]) };
}
