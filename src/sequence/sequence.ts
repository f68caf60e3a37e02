import type { NamedFile } from '../files/namedFile.ts';
import type { FrameSize } from './frames.ts';

/** Where a sequence's files come from. */
export type SequenceOrigin = 'built-in' | 'served' | 'folder';

/** How a sequence's files are arranged, which decides how its masks are exported. */
export type SequenceLayout = 'davis' | 'youtube-vos' | 'plain' | 'video';

/**
 * A sequence that can be opened: what the list shows, and how to read its files. Nothing is
 * decoded before it is asked for, apart from the headers that `size` and `objectIds` come from.
 */
export interface SequenceSource {
  /** The folder's name, e.g. `soapbox`. */
  readonly name: string;
  readonly origin: SequenceOrigin;
  readonly layout: SequenceLayout;
  /**
   * A video file whose frames ffmpeg decodes; null where there are pictures. With a video
   * `pictureNames` are made up from its number of frames (`00000` and on), and `readPicture` rejects.
   */
  readonly video: NamedFile | null;
  /** True where objects may first be marked in a later annotation, and join there (YouTube-VOS). */
  readonly laterObjects: boolean;
  /** File names of the pictures in display order, e.g. `00000.jpg`. */
  readonly pictureNames: readonly string[];
  /** Size of the first picture; of a video as it is shown, after rotation and with square pixels. */
  readonly size: FrameSize;
  /** Object ids of the first frame's annotation, ascending; none where it still has to be painted. */
  readonly objectIds: readonly number[];
  /** Pictures a second; the experiment's commands assume 25. */
  readonly frameRate: number;
  /**
   * Frames whose masks the data set's evaluation server asks for, ascending (YouTube-VOS with its
   * meta.json); left out where that is all of them.
   */
  readonly submittedFrames?: readonly number[];
  /** The compressed picture of frame `index`. */
  readPicture(index: number): Promise<Blob>;
  /** The annotation PNG of frame `index`, null where there is none. */
  readAnnotation(index: number): Promise<Blob | null>;
  /** Warnings that do not keep the sequence from running, each a sentence for the user. */
  readonly warnings: readonly string[];
}

/** A sequence that was found but cannot be opened. */
export interface BrokenSequence {
  readonly name: string;
  readonly origin: SequenceOrigin;
  /** What is wrong and what to do: names the file or frame. */
  readonly problem: string;
}

/** What looking through a folder, a server or the built-in samples gave. */
export interface SequenceListing {
  readonly sequences: readonly SequenceSource[];
  readonly broken: readonly BrokenSequence[];
}
