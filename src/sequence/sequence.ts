import type { NamedFile } from '../files/namedFile.ts';
import type { FrameSize } from './frames.ts';

/** Where the files of a sequence come from. */
export type SequenceOrigin = 'built-in' | 'served' | 'folder';

/** The layout of a sequence's files, which determines how its masks are exported. */
export type SequenceLayout = 'davis' | 'youtube-vos' | 'plain' | 'video';

/**
 * A sequence that can be opened: its facts for the list, and how to read its files. Files are read
 * on demand, except for those that `size` and `objectIds` come from.
 */
export interface SequenceSource {
  /** Name of the folder, e.g. `soapbox`. */
  readonly name: string;
  readonly origin: SequenceOrigin;
  readonly layout: SequenceLayout;
  /**
   * The video file, or null for pictures. With a video, `pictureNames` are the frame numbers
   * (`00000` and so on), and `readPicture` rejects.
   */
  readonly video: NamedFile | null;
  /** True if objects may first appear in a later annotation (YouTube-VOS). */
  readonly laterObjects: boolean;
  /** File names of the pictures in display order, e.g. `00000.jpg`. */
  readonly pictureNames: readonly string[];
  /** Size of the first picture as shown; of a video after rotation and with square pixels. */
  readonly size: FrameSize;
  /** True if the first picture is shown turned, as its EXIF data says. */
  readonly turned?: boolean | undefined;
  /** Object ids in the annotation of the first frame, ascending; empty if it has to be painted. */
  readonly objectIds: readonly number[];
  /** Frames per second; the commands of the experiment assume 25. */
  readonly frameRate: number;
  /**
   * Indices of the frames whose masks the evaluation server requires, ascending (YouTube-VOS with
   * its meta.json); undefined for all frames.
   */
  readonly submittedFrames?: readonly number[];
  /** Reads the compressed picture of frame `index`. */
  readPicture(index: number): Promise<Blob>;
  /** Reads the annotation PNG of frame `index`; null if there is none. */
  readAnnotation(index: number): Promise<Blob | null>;
  /** Warnings for the user, one sentence each; the sequence runs despite them. */
  readonly warnings: readonly string[];
}

/** A sequence that was found but cannot be opened. */
export interface BrokenSequence {
  readonly name: string;
  readonly origin: SequenceOrigin;
  /** What is wrong, with the file or frame, and what to do. */
  readonly problem: string;
}

/** The sequences in a folder, on a server or in the built-in samples. */
export interface SequenceListing {
  readonly sequences: readonly SequenceSource[];
  readonly broken: readonly BrokenSequence[];
}
