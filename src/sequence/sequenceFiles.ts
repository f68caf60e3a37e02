import type { FrameSize } from './frames.ts';
import type { SequenceOrigin } from './sequence.ts';

/** A file that was found, not read yet. */
export interface FoundFile {
  /** Where it lies in the chosen folder, with `/`, e.g. `davis/JPEGImages/480p/dog/00000.jpg`. */
  readonly path: string;
  blob(): Promise<Blob>;
}

/** The files of one sequence, before anybody looked into them. */
export interface SequenceFiles {
  readonly name: string;
  readonly origin: SequenceOrigin;
  /** In display order, at least one. */
  readonly pictures: readonly FoundFile[];
  /** In display order; none where there is no annotation folder. */
  readonly annotations: readonly FoundFile[];
  /** Where the annotations are, or should be, for messages. */
  readonly annotationFolder: string;
  /** What the first frame's files hold, where a server looked already. */
  readonly firstFrame?: FirstFrame | undefined;
}

/** What a sequence's list entry shows of its first frame. */
export interface FirstFrame {
  readonly size: FrameSize;
  /** Ascending, without background and void. */
  readonly objectIds: readonly number[];
}

/** `00000.jpg` of `JPEGImages/480p/dog/00000.jpg`. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** `00000` of `JPEGImages/480p/dog/00000.jpg`: what a picture and its annotation share. */
export function frameName(path: string): string {
  return fileName(path).replace(/\.[^.]+$/, '');
}

/** Display order: by name, where numbers count as such (`frame_2` comes before `frame_10`). */
export function inDisplayOrder(files: readonly FoundFile[]): FoundFile[] {
  return files.toSorted((a, b) => collator.compare(fileName(a.path), fileName(b.path)));
}

const collator = new Intl.Collator('en', { numeric: true });
