import type { FoundFile } from '../files/foundFile.ts';
import type { FrameSize } from './frames.ts';
import type { SequenceLayout, SequenceOrigin } from './sequence.ts';

/** The files of one sequence, before they are inspected. */
export interface SequenceFiles {
  readonly name: string;
  readonly origin: SequenceOrigin;
  readonly layout: Exclude<SequenceLayout, 'video'>;
  /** In display order, at least one. */
  readonly pictures: readonly FoundFile[];
  /** In display order; empty without an annotation folder. */
  readonly annotations: readonly FoundFile[];
  /** Actual or expected folder of the annotations, for messages. */
  readonly annotationFolder: string;
  /** Mask of the first frame with another name; used if there are no annotations. */
  readonly firstMask?: FoundFile | undefined;
  /** Names of the frames whose masks the evaluation server requires; undefined for all. */
  readonly submitted?: ReadonlySet<string> | undefined;
  /** Warnings about the whole folder. */
  readonly warnings?: readonly string[] | undefined;
  /** The facts of the first frame, if the server has inspected it. */
  readonly firstFrame?: FirstFrame | undefined;
}

/** The facts of a first frame that the list of sequences shows. */
export interface FirstFrame {
  readonly size: FrameSize;
  /** Ascending, without background and void. */
  readonly objectIds: readonly number[];
  /** True if the picture is shown turned, as its EXIF data says. */
  readonly turned?: boolean | undefined;
}
