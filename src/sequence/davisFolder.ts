import { Problem } from '../problem.ts';
import { inspectSequences } from './inspectSequence.ts';
import type { BrokenSequence, SequenceListing, SequenceOrigin } from './sequence.ts';
import { type FoundFile, inDisplayOrder, type SequenceFiles } from './sequenceFiles.ts';

/** Where a DAVIS folder holds a sequence's files. */
export interface DavisSequence extends SequenceFiles {
  /** The folder that holds JPEGImages, with a `/` at its end, or empty. */
  readonly root: string;
  /** `480p`, or empty where JPEGImages has no such folders. */
  readonly resolution: string;
}

export interface DavisSequences {
  readonly found: readonly DavisSequence[];
  /** Those with annotations, but no pictures. */
  readonly broken: readonly BrokenSequence[];
}

const LAYOUT =
  'JPEGImages/480p/SEQUENCE/00000.jpg with Annotations/480p/SEQUENCE/00000.png, and so on';

/** The published experiment is at 480p; another resolution of a sequence is taken only without it. */
const RESOLUTIONS = ['480p', '1080p', 'Full-Resolution', ''];

/**
 * Lists the sequences of a DAVIS folder, wherever in the chosen folder it lies.
 *
 * @throws Problem that says what was expected and what was found when it is not a DAVIS folder
 */
export async function listDavisFolder(
  files: readonly FoundFile[],
  origin: SequenceOrigin = 'folder',
): Promise<SequenceListing> {
  const { found, broken } = findDavisSequences(files, origin);
  const inspected = await inspectSequences(found);
  return { sequences: inspected.sequences, broken: [...inspected.broken, ...broken] };
}

/**
 * Sorts files into sequences by their paths; reads none.
 *
 * @throws Problem when there is no `JPEGImages` folder with a folder for each sequence
 */
export function findDavisSequences(
  files: readonly FoundFile[],
  origin: SequenceOrigin,
): DavisSequences {
  const byFolder = groupByFolder(files);
  const chosen = new Map<string, DavisFolder>();
  for (const folder of byFolder.values()) {
    const key = `${folder.root}${folder.name}`;
    const other = chosen.get(key);
    if (!other || rank(folder) < rank(other)) chosen.set(key, folder);
  }
  const folders = [...chosen.values()].toSorted((a, b) => collator.compare(a.name, b.name));
  if (!folders.some(({ pictures }) => pictures.length > 0)) throw notDavis(files);

  const found: DavisSequence[] = [];
  const broken: BrokenSequence[] = [];
  for (const { name: folderName, root, resolution, pictures, annotations } of folders) {
    // Two DAVIS folders side by side may hold sequences of the same name.
    const isAlone = folders.every((folder) => folder.name !== folderName || folder.root === root);
    const name = isAlone ? folderName : `${root}${folderName}`;
    if (pictures.length > 0) {
      found.push({
        name,
        origin,
        root,
        resolution,
        pictures: inDisplayOrder(pictures),
        annotations: inDisplayOrder(annotations),
        annotationFolder: folderPath(root, 'Annotations', resolution, folderName),
      });
    } else {
      const folder = folderPath(root, 'JPEGImages', resolution, folderName);
      const problem = `${name} has annotations, but there are no pictures in ${folder}. Add them as JPEG files.`;
      broken.push({ name, origin, problem });
    }
  }
  return { found, broken };
}

interface DavisFolder {
  readonly root: string;
  readonly resolution: string;
  readonly name: string;
  readonly pictures: FoundFile[];
  readonly annotations: FoundFile[];
}

/** `root/`, `JPEGImages` or `Annotations`, `resolution/` or nothing, sequence, file. */
const FILE_PATH =
  /^(?<root>(?:.*\/)?)(?<kind>JPEGImages|Annotations)\/(?:(?<resolution>[^/]+)\/)?(?<name>[^/]+)\/(?<file>[^/.][^/]*)$/;
const PICTURE = /\.(jpe?g|png)$/i;
const ANNOTATION = /\.png$/i;

function groupByFolder(files: readonly FoundFile[]): Map<string, DavisFolder> {
  const folders = new Map<string, DavisFolder>();
  for (const file of files) {
    const parts = FILE_PATH.exec(file.path)?.groups;
    if (!parts) continue;
    const { root = '', kind, resolution = '', name = '', file: fileName = '' } = parts;
    const isPicture = kind === 'JPEGImages';
    if (!(isPicture ? PICTURE : ANNOTATION).test(fileName)) continue;
    const key = folderPath(root, '', resolution, name);
    const folder = folders.get(key) ?? { root, resolution, name, pictures: [], annotations: [] };
    folders.set(key, folder);
    (isPicture ? folder.pictures : folder.annotations).push(file);
  }
  return folders;
}

/** Lower is better: a resolution with pictures and annotations, then the published one. */
function rank({ resolution, pictures, annotations }: DavisFolder): number {
  const known = RESOLUTIONS.indexOf(resolution);
  const incomplete = (pictures.length === 0 ? 200 : 0) + (annotations.length === 0 ? 100 : 0);
  return incomplete + (known < 0 ? RESOLUTIONS.length : known);
}

function folderPath(root: string, kind: string, resolution: string, name: string): string {
  return `${root}${kind}/${resolution ? `${resolution}/` : ''}${name}`;
}

function notDavis(files: readonly FoundFile[]): Problem {
  const [first] = files;
  const kinds = new Map<string, number>();
  for (const { path } of files) {
    const kind = /\.\w+$/.exec(path)?.[0].toLowerCase() ?? 'other';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const counts = [...kinds]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, 3)
    .map(([kind, number]) => `${number} ${kind}`);
  const found = first
    ? `${counts.join(', ')} file${files.length === 1 ? '' : 's'}, the first of them ${first.path}`
    : 'no files';
  return new Problem(
    `This is not a DAVIS folder: expected ${LAYOUT}; found ${found}.`,
    'Choose the folder that holds JPEGImages and Annotations.',
  );
}

const collator = new Intl.Collator('en', { numeric: true });
