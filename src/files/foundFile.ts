import { compareNames, fileName } from './fileNames.ts';

/** A file that was found in a folder, archive or drop, or on a server, but not read yet. */
export interface FoundFile {
  /** Path from the chosen folder, with `/`, e.g. `davis/JPEGImages/480p/dog/00000.jpg`. */
  readonly path: string;
  blob(): Promise<Blob>;
}

/** Sorts files into display order: by name, with numbers by value. */
export function inDisplayOrder(files: readonly FoundFile[]): FoundFile[] {
  return files.toSorted((a, b) => compareNames(fileName(a.path), fileName(b.path)));
}
