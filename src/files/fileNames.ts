/** `00000.jpg` of `JPEGImages/480p/dog/00000.jpg`. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `00000` of `JPEGImages/480p/dog/00000.jpg`: the name that a picture shares with its mask. */
export function frameName(path: string): string {
  return fileName(path).replace(/\.[^.]+$/, '');
}

/** `JPEGImages/480p/dog` of `JPEGImages/480p/dog/00000.jpg`; empty for a file without a folder. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The part of a file's name after its last dot, in lower case; empty if there is no dot. */
export function fileExtension(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}

export function isZipFile(name: string): boolean {
  return /\.zip$/i.test(name);
}

/**
 * True for `.DS_Store`, `._00000.jpg`, `__MACOSX`, `@eaDir` and the like, which operating systems
 * and file servers write.
 */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX' || name === '@eaDir';
}

/** Sorts alphabetically, with numbers by value: `frame_2` comes before `frame_10`. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

const collator = new Intl.Collator('en', { numeric: true });
