import type { FrameSize } from '../../sequence/frames.ts';

// Shared by the page that renders the built-in sequence and the script that writes it.

export const SEQUENCE_NAME = 'reef-crossing';
export const PICTURE_SIZE: FrameSize = { width: 854, height: 480 };
export const FRAME_COUNT = 60;
export const FRAME_RATE = 25;
/** Turtle, clownfish, bannerfish. */
export const OBJECT_IDS = [1, 2, 3] as const;

/** `public/samples/index.json`: the sequences that come with the app, in DAVIS layout. */
export interface SampleIndex {
  readonly sequences: readonly SampleSequence[];
}

export interface SampleSequence {
  readonly name: string;
  /** Folder below `JPEGImages/` and `Annotations/`. */
  readonly resolution: string;
  readonly frameRate: number;
  readonly size: FrameSize;
  readonly objectIds: readonly number[];
  /** File names in display order. */
  readonly pictures: readonly string[];
  readonly annotations: readonly string[];
}
