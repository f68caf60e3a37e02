import { compareNames } from '../../files/fileNames.ts';
import { type FoundFile, inDisplayOrder } from '../../files/foundFile.ts';

/** The pictures and annotations of one sequence in a tree. */
export interface TreeFolder {
  /** `480p`, or empty if JPEGImages has no folders for resolutions. */
  readonly resolution: string;
  readonly name: string;
  /** In display order. */
  readonly pictures: readonly FoundFile[];
  /** In display order. */
  readonly annotations: readonly FoundFile[];
}

/** A folder that contains JPEGImages and Annotations, each with a folder per sequence. */
export interface PictureTree {
  /** Its path in the chosen folder, with a trailing `/`, or empty. */
  readonly root: string;
  /** One per sequence, sorted by name. */
  readonly folders: readonly TreeFolder[];
}

/** Resolutions in order of preference: the published experiment uses 480p. */
const RESOLUTIONS = ['480p', '1080p', 'Full-Resolution', ''];

/**
 * Finds the trees among files by their paths. DAVIS and YouTube-VOS share this layout. Trees
 * without pictures, such as folders of predictions, are left out.
 */
export function pictureTrees(files: readonly FoundFile[]): PictureTree[] {
  const byRoot = new Map<string, Map<string, TreeFolder>>();
  for (const { root, ...folder } of groupByFolder(files)) {
    const byName = byRoot.get(root) ?? new Map<string, TreeFolder>();
    byRoot.set(root, byName);
    const other = byName.get(folder.name);
    if (!other || rank(folder) < rank(other)) byName.set(folder.name, folder);
  }
  return [...byRoot]
    .map(([root, byName]) => ({
      root,
      folders: [...byName.values()]
        .map((folder) => ({
          ...folder,
          pictures: inDisplayOrder(folder.pictures),
          annotations: inDisplayOrder(folder.annotations),
        }))
        .toSorted((a, b) => compareNames(a.name, b.name)),
    }))
    .filter(({ folders }) => folders.some(({ pictures }) => pictures.length > 0));
}

/** The folder of a sequence's files, e.g. `root/JPEGImages/480p/dog`. */
export function treePath(
  root: string,
  kind: 'JPEGImages' | 'Annotations',
  { resolution, name }: Pick<TreeFolder, 'resolution' | 'name'>,
): string {
  return `${root}${kind}/${resolution ? `${resolution}/` : ''}${name}`;
}

/** True when a file is in the folder of a tree, whether the tree uses it or not. */
export function isInTree(path: string, { root }: PictureTree): boolean {
  if (root !== '') return path.startsWith(root);
  return /^(JPEGImages|Annotations)\//.test(path);
}

/** `root/`, `JPEGImages/` or `Annotations/`, optional `resolution/`, `sequence/`, file. */
const FILE_PATH =
  /^(?<root>(?:.*\/)?)(?<kind>JPEGImages|Annotations)\/(?:(?<resolution>[^/]+)\/)?(?<name>[^/]+)\/(?<file>[^/.][^/]*)$/;
const PICTURE = /\.(jpe?g|png)$/i;
const ANNOTATION = /\.png$/i;

interface GrowingFolder extends TreeFolder {
  readonly root: string;
  readonly pictures: FoundFile[];
  readonly annotations: FoundFile[];
}

function groupByFolder(files: readonly FoundFile[]): GrowingFolder[] {
  const folders = new Map<string, GrowingFolder>();
  for (const file of files) {
    const parts = FILE_PATH.exec(file.path)?.groups;
    if (!parts) continue;
    const { root = '', kind, resolution = '', name = '', file: fileName = '' } = parts;
    const isPicture = kind === 'JPEGImages';
    if (!(isPicture ? PICTURE : ANNOTATION).test(fileName)) continue;
    const key = treePath(root, 'JPEGImages', { resolution, name });
    const folder = folders.get(key) ?? { root, resolution, name, pictures: [], annotations: [] };
    folders.set(key, folder);
    (isPicture ? folder.pictures : folder.annotations).push(file);
  }
  return [...folders.values()];
}

/** Lower is better: first with pictures and annotations, then by preferred resolution. */
function rank({ resolution, pictures, annotations }: TreeFolder): number {
  const known = RESOLUTIONS.indexOf(resolution);
  const incomplete = (pictures.length === 0 ? 200 : 0) + (annotations.length === 0 ? 100 : 0);
  return incomplete + (known < 0 ? RESOLUTIONS.length : known);
}
