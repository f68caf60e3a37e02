import type { FoundFile } from '../files/foundFile.ts';
import type { FrameSize } from './frames.ts';
import type { SequenceLayout, SequenceOrigin } from './sequence.ts';

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
