import { compareNames } from '../../files/fileNames.ts';
import { type FoundFile, inDisplayOrder } from '../../files/foundFile.ts';

/** The pictures and annotations of one sequence in a tree. */
export interface TreeFolder {
  /** `480p`, or empty where JPEGImages has no such folders. */
  readonly resolution: string;
  readonly name: string;
  /** In display order. */
  readonly pictures: readonly FoundFile[];
  /** In display order. */
  readonly annotations: readonly FoundFile[];
}

/** A folder that holds JPEGImages and Annotations, each with a folder for each sequence. */
export interface PictureTree {
  /** Where it lies in the chosen folder, with a `/` at its end, or empty. */
  readonly root: string;
  /** One for each name, by name. */
  readonly folders: readonly TreeFolder[];
}

/** The published experiment is at 480p; another resolution of a sequence is taken only without it. */
const RESOLUTIONS = ['480p', '1080p', 'Full-Resolution', ''];

/**
 * The trees among files, by their paths alone: DAVIS and YouTube-VOS share this arrangement. A tree
 * without any picture, such as a folder of predictions, is none.
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

/** `root/JPEGImages/480p/dog`: where a tree keeps a sequence's files. */
export function treePath(
  root: string,
  kind: 'JPEGImages' | 'Annotations',
  { resolution, name }: Pick<TreeFolder, 'resolution' | 'name'>,
): string {
  return `${root}${kind}/${resolution ? `${resolution}/` : ''}${name}`;
}

/** Whether a file belongs to a tree, as something that it reads or passes over. */
export function isInTree(path: string, { root }: PictureTree): boolean {
  if (root !== '') return path.startsWith(root);
  return /^(JPEGImages|Annotations)\//.test(path);
}

/** `root/`, `JPEGImages` or `Annotations`, `resolution/` or nothing, sequence, file. */
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

/** Lower is better: a resolution with pictures and annotations, then the published one. */
function rank({ resolution, pictures, annotations }: TreeFolder): number {
  const known = RESOLUTIONS.indexOf(resolution);
  const incomplete = (pictures.length === 0 ? 200 : 0) + (annotations.length === 0 ? 100 : 0);
  return incomplete + (known < 0 ? RESOLUTIONS.length : known);
}
