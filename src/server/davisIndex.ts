import { existsSync } from 'node:fs';
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileName, isHidden } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import { describeError, Problem } from '../problem.ts';
import { inspectSequences } from '../sequence/inspectSequence.ts';
import type { SequenceIndexFile } from '../sequence/sequenceIndex.ts';
import { findTreeSequences, type TreeSequence } from '../sequence/treeSequences.ts';
import { DAVIS_FOLDERS, davisHome, davisRoots, isServed } from './davisHome.ts';

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
    const outside: string[] = [];
    const roots = await davisRoots(home);
    for (const folder of DAVIS_FOLDERS) {
      await collectFiles({ home, roots, files, outside }, folder, 1);
    }
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
      broken: [
        ...[...broken, ...withoutPictures].map(({ name, problem }) => ({ name, problem })),
        ...outside.slice(0, MOST_LINKS).map((path) => ({ name: path, problem: outsideLink(path) })),
      ],
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

interface Collection {
  readonly home: string;
  /** The real paths of the folders that are served. */
  readonly roots: readonly string[];
  readonly files: FoundFile[];
  /** Links to what is not served. */
  readonly outside: string[];
}

async function collectFiles(into: Collection, folder: string, depth: number): Promise<void> {
  const { home, files } = into;
  const entries = await readdir(join(home, folder), { withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    if (isHidden(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    const found = entry.isSymbolicLink() ? await followed(into, path) : entry;
    if (found?.isDirectory() && depth < MAX_DEPTH) await collectFiles(into, path, depth + 1);
    if (found?.isFile()) files.push(fileIn(home, path));
  }
}

/** What a link leads to; null if that is not served. */
async function followed({ home, roots, outside }: Collection, path: string) {
  const real = await realpath(join(home, path)).catch(() => null);
  if (real !== null && isServed(real, roots)) return stat(real);
  outside.push(path);
  return null;
}

/** Links that are named; more would fill the screen. */
const MOST_LINKS = 5;

function outsideLink(path: string): string {
  return `${path} is a link to something outside of JPEGImages and Annotations, or to nothing; it is not served. Copy the files into the folder instead.`;
}

function fileIn(home: string, path: string): FoundFile {
  return { path, blob: async () => new Blob([await readFile(join(home, path))]) };
}
