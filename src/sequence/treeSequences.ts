import { compareNames } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import {
  isInTree,
  type PictureTree,
  pictureTrees,
  type TreeFolder,
  treePath,
} from './folders/pictureTree.ts';
import { isYouTubeVos, youTubeVosFiles } from './folders/youTubeVosFolder.ts';
import { type ReadMeta, readYouTubeVosMeta } from './folders/youTubeVosMeta.ts';
import type { BrokenSequence, SequenceOrigin } from './sequence.ts';
import type { SequenceFiles } from './sequenceFiles.ts';

/** A sequence of a DAVIS or YouTube-VOS tree. */
export interface TreeSequence extends SequenceFiles {
  readonly layout: 'davis' | 'youtube-vos';
  /** `480p`, or empty if JPEGImages has no folders for resolutions. */
  readonly resolution: string;
}

export interface TreeSequences {
  readonly found: readonly TreeSequence[];
  /** Sequences with annotations, but without pictures. */
  readonly broken: readonly BrokenSequence[];
  /** The files outside all trees. */
  readonly rest: readonly FoundFile[];
}

/** A tree whose data set has been determined. */
interface KnownTree extends PictureTree {
  readonly isYouTubeVos: boolean;
  readonly meta: ReadMeta | undefined;
}

/**
 * Finds the sequences in DAVIS and YouTube-VOS trees by the paths of their files. Reads only the
 * `meta.json` of YouTube-VOS.
 */
export async function findTreeSequences(
  files: readonly FoundFile[],
  origin: SequenceOrigin,
): Promise<TreeSequences> {
  const trees: KnownTree[] = [];
  for (const tree of pictureTrees(files)) {
    const metaFile = files.find(({ path }) => path === `${tree.root}meta.json`);
    const known = isYouTubeVos(tree, metaFile !== undefined);
    const meta = known && metaFile ? await readYouTubeVosMeta(metaFile) : undefined;
    trees.push({ ...tree, isYouTubeVos: known, meta });
  }
  const all = trees
    .flatMap((tree) => tree.folders.map((folder) => ({ tree, folder })))
    .toSorted((a, b) => compareNames(a.folder.name, b.folder.name));
  const found: TreeSequence[] = [];
  const broken: BrokenSequence[] = [];
  const roots = new Map<string, Set<string>>();
  for (const { tree, folder } of all) {
    roots.set(folder.name, (roots.get(folder.name) ?? new Set()).add(tree.root));
  }
  for (const { tree, folder } of all) {
    // Different trees may contain sequences of the same name.
    const isAlone = roots.get(folder.name)?.size === 1;
    const name = isAlone ? folder.name : `${tree.root}${folder.name}`;
    if (folder.pictures.length > 0) {
      found.push({ ...sequenceFiles(tree, folder, trees), name, origin });
    } else {
      const path = treePath(tree.root, 'JPEGImages', folder);
      const problem = `${name} has annotations, but there are no pictures in ${path}. Add them as JPEG files.`;
      broken.push({ name, origin, problem });
    }
  }
  return { found, broken, rest: files.filter(({ path }) => !trees.some((t) => isInTree(path, t))) };
}

function sequenceFiles(
  tree: KnownTree,
  folder: TreeFolder,
  trees: readonly KnownTree[],
): Omit<TreeSequence, 'name' | 'origin'> {
  if (!tree.isYouTubeVos) {
    return {
      ...folder,
      layout: 'davis',
      annotationFolder: treePath(tree.root, 'Annotations', folder),
    };
  }
  const marked = annotatedTree(tree, folder, trees);
  const { annotations } = folderIn(marked, folder) ?? folder;
  return {
    ...folder,
    layout: 'youtube-vos',
    annotations,
    annotationFolder: treePath(marked.root, 'Annotations', folder),
    ...youTubeVosFiles({ ...folder, annotations }, marked.meta ?? tree.meta),
  };
}

/**
 * The tree with the annotations of a YouTube-VOS video: `valid_all_frames`, which contains the
 * pictures of all frames, uses the annotations of `valid`.
 */
function annotatedTree(
  tree: KnownTree,
  folder: TreeFolder,
  trees: readonly KnownTree[],
): KnownTree {
  if (folder.annotations.length > 0) return tree;
  const others = trees.filter(
    (other) => other.isYouTubeVos && (folderIn(other, folder)?.annotations.length ?? 0) > 0,
  );
  return others[0] ?? tree;
}

function folderIn({ folders }: PictureTree, { name }: TreeFolder): TreeFolder | undefined {
  return folders.find((folder) => folder.name === name);
}
