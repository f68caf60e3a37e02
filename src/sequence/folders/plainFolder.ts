import { compareNames, fileName, folderOf, frameName } from '../../files/fileNames.ts';
import { type FoundFile, inDisplayOrder } from '../../files/foundFile.ts';
import type { SequenceOrigin } from '../sequence.ts';
import type { SequenceFiles } from '../sequenceFiles.ts';

/** A folder with fewer pictures is not a sequence. */
const FEWEST_PICTURES = 2;

/**
 * Finds sequences in folders of pictures with any layout. The JPEG files directly in a folder, or
 * its PNG files if it has no JPEG files, are a sequence. Its masks are the first of these that
 * exist:
 *
 * 1. the PNG files of a folder `Annotations` inside it, or next to it if it is called `JPEGImages`
 *    or is the only folder of pictures there;
 * 2. PNG files among its JPEG files: those named like pictures, or a single one with any name,
 *    which is the mask of the first frame;
 * 3. none: the user has to paint the mask of the first frame.
 *
 * Does not read any files.
 *
 * @param files that do not belong to other kinds of sequences
 */
export function findPlainSequences(
  files: readonly FoundFile[],
  origin: SequenceOrigin,
): SequenceFiles[] {
  const folders = groupByFolder(files);
  const pictureFolders = [...folders].filter(
    ([path, { jpegs, pngs }]) =>
      !isAnnotationFolder(path) && picturesOf(jpegs, pngs).length >= FEWEST_PICTURES,
  );
  const found = pictureFolders.map(([path, { jpegs, pngs }]): SequenceFiles => {
    const parent = folderOf(path);
    const isAlone = pictureFolders.every(
      ([other]) => other === path || other === parent || folderOf(other) !== parent,
    );
    const isBeside = path !== '' && (isAlone || fileName(path) === 'JPEGImages');
    const candidates = [inside(path), ...(isBeside ? [inside(parent)] : [])];
    const annotationFolder = candidates.find((folder) => folders.get(folder)?.pngs.length);
    const sequence = {
      name: nameOf(path),
      origin,
      layout: 'plain' as const,
      pictures: inDisplayOrder(picturesOf(jpegs, pngs)),
    };
    if (annotationFolder !== undefined) {
      const annotations = inDisplayOrder(folders.get(annotationFolder)?.pngs ?? []);
      return { ...sequence, annotations, annotationFolder };
    }
    const masks = jpegs.length > 0 ? inDisplayOrder(pngs) : [];
    const names = new Set(jpegs.map((file) => frameName(file.path)));
    const [mask] = masks;
    if (masks.length === 1 && mask && !names.has(frameName(mask.path))) {
      return { ...sequence, annotations: [], annotationFolder: path, firstMask: mask };
    }
    return { ...sequence, annotations: masks, annotationFolder: path || '.' };
  });
  return found.toSorted((a, b) => compareNames(a.name, b.name));
}

interface PictureFolder {
  readonly jpegs: FoundFile[];
  readonly pngs: FoundFile[];
}

function groupByFolder(files: readonly FoundFile[]): Map<string, PictureFolder> {
  const folders = new Map<string, PictureFolder>();
  for (const file of files) {
    const kind = /\.(?:(?<jpeg>jpe?g)|png)$/i.exec(file.path);
    if (!kind || fileName(file.path).startsWith('.')) continue;
    const path = folderOf(file.path);
    const folder = folders.get(path) ?? { jpegs: [], pngs: [] };
    folders.set(path, folder);
    (kind.groups?.jpeg ? folder.jpegs : folder.pngs).push(file);
  }
  return folders;
}

function picturesOf(jpegs: readonly FoundFile[], pngs: readonly FoundFile[]): readonly FoundFile[] {
  return jpegs.length > 0 ? jpegs : pngs;
}

function isAnnotationFolder(path: string): boolean {
  return path.split('/').includes('Annotations');
}

function inside(folder: string): string {
  return folder === '' ? 'Annotations' : `${folder}/Annotations`;
}

/** The name of the folder, or of its parent if it is called JPEGImages. */
function nameOf(path: string): string {
  const names = path.split('/').filter(Boolean);
  if (names.at(-1) === 'JPEGImages' && names.length > 1) names.pop();
  return names.at(-1)?.replace(/\.zip$/i, '') ?? 'pictures';
}
