// The files stage: other stages may import every file in this folder.

/** A file from the user, such as a picture, video or checkpoint, with its name for messages. */
export interface NamedFile {
  readonly name: string;
  readonly data: Blob;
}

/** True for the same file, or if both are null; the content is not compared. */
export function sameFile(a: NamedFile | null, b: NamedFile | null): boolean {
  return a?.data === b?.data && a?.name === b?.name;
}
