import type { FrameSize } from './frames.ts';
import type { SequenceLayout, SequenceOrigin } from './sequence.ts';

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
  readonly layout: Exclude<SequenceLayout, 'video'>;
  /** In display order, at least one. */
  readonly pictures: readonly FoundFile[];
  /** In display order; none where there is no annotation folder. */
  readonly annotations: readonly FoundFile[];
  /** Where the annotations are, or should be, for messages. */
  readonly annotationFolder: string;
  /** A mask of the first frame that is not named like it; counts where there are no annotations. */
  readonly firstMask?: FoundFile | undefined;
  /** Names of the frames whose masks the evaluation server asks for; all where undefined. */
  readonly submitted?: ReadonlySet<string> | undefined;
  /** Warnings that stem from the folder as a whole. */
  readonly warnings?: readonly string[] | undefined;
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

/** `JPEGImages/480p/dog` of `JPEGImages/480p/dog/00000.jpg`; empty for a file without a folder. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** `.DS_Store`, `._00000.jpg`, `__MACOSX` and the like: a computer's notes, not the person's files. */
export function isHidden(name: string): boolean {
  return name.startsWith('.') || name === '__MACOSX';
}

/** Display order: by name, where numbers count as such (`frame_2` comes before `frame_10`). */
export function inDisplayOrder(files: readonly FoundFile[]): FoundFile[] {
  return files.toSorted((a, b) => compareNames(fileName(a.path), fileName(b.path)));
}

/** Alphabetical, where numbers count as such. */
export function compareNames(a: string, b: string): number {
  return collator.compare(a, b);
}

const collator = new Intl.Collator('en', { numeric: true });
