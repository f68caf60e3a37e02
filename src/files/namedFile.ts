/** A file that the user gave, with the name that messages give it: a picture, video or checkpoint. */
export interface NamedFile {
  readonly name: string;
  readonly data: Blob;
}

/** True for the same file, or none; the content is not read. */
export function sameFile(a: NamedFile | null, b: NamedFile | null): boolean {
  return a?.data === b?.data && a?.name === b?.name;
}
