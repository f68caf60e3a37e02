import type { NamedFile } from '../files/namedFile.ts';
import type { GivenFile } from '../results/resultSchema.ts';

/** What another codec made of the open sequence. */
export type ImportedMedia =
  | {
      /** What the column is called, e.g. `VVenC`: imports of one title make a curve. */
      readonly title: string;
      /** Decoded pictures: `.yuv` or `.y4m`. */
      readonly kind: 'frames';
      readonly file: NamedFile;
      /** The bitstream that they were decoded from, for its size only; null where it is not known. */
      readonly bitstream: NamedFile | null;
    }
  | {
      readonly title: string;
      /** A stream that ffmpeg can decode here. */
      readonly kind: 'stream';
      readonly file: NamedFile;
    };

/** Files that stand beside a sequence, or in place of encoding it; they go when it is closed. */
export interface ExperimentMedia {
  /** An x265 stream that is used instead of encoding; null to encode. */
  readonly x265Stream: NamedFile | null;
  /** What the further column shows; null for no such column. */
  readonly imported: ImportedMedia | null;
}

export const NO_MEDIA: ExperimentMedia = { x265Stream: null, imported: null };

/** The files in the order in which results list them, with what each was given for. */
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
