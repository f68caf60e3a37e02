import type { NamedFile } from '../files/namedFile.ts';
import type { GivenFile } from '../results/resultSchema.ts';

/** The open sequence as encoded by another codec. */
export type ImportedMedia =
  | {
      /** Title of the column, e.g. `VVenC`. Imports with the same title form one rate curve. */
      readonly title: string;
      /** Decoded frames: `.yuv` or `.y4m`. */
      readonly kind: 'frames';
      readonly file: NamedFile;
      /** The bitstream of the frames, read for its size only; null if it was not supplied. */
      readonly bitstream: NamedFile | null;
    }
  | {
      readonly title: string;
      /** A stream that ffmpeg can decode here. */
      readonly kind: 'stream';
      readonly file: NamedFile;
    };

/** User-supplied files that belong to the open sequence. Another sequence starts without them. */
export interface ExperimentMedia {
  /** An x265 stream that is used instead of encoding; null to encode. */
  readonly x265Stream: NamedFile | null;
  /** Content of the imported column; null for no such column. */
  readonly imported: ImportedMedia | null;
}

export const NO_MEDIA: ExperimentMedia = { x265Stream: null, imported: null };

/** The user-supplied files with their roles, in the order in which results list them. */
export function givenFiles({
  x265Stream,
  imported,
}: ExperimentMedia): { readonly role: GivenFile['role']; readonly file: NamedFile }[] {
  const files: { role: GivenFile['role']; file: NamedFile }[] = [];
  if (x265Stream) files.push({ role: 'x265 stream', file: x265Stream });
  if (imported?.kind === 'stream') files.push({ role: 'imported stream', file: imported.file });
  if (imported?.kind === 'frames') {
    files.push({ role: 'imported pictures', file: imported.file });
    const { bitstream } = imported;
    if (bitstream) files.push({ role: 'imported bitstream', file: bitstream });
  }
  return files;
}
