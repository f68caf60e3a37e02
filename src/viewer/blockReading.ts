import { createStore } from 'zustand/vanilla';
import type { VideoStream } from '../codec/encodedVideo.ts';
import type { ColumnState } from '../experiment/experimentState.ts';
import type { ReadPicture } from '../hevc/streamBlocks.ts';
import type { VideoBlocks } from '../hevc/videoBlocks.ts';
import { count } from '../messageWords.ts';
import { describeError, Problem } from '../problem.ts';
import type { BlockLook } from '../rendering/blockLook.ts';
import type { FrameSize } from '../sequence/frames.ts';

/** What has been read of a video's blocks. */
interface KnownVideo {
  /** By frame; null for pictures that are not read. */
  readonly pictures: (ReadPicture | null)[];
  /** Why none can be read, for the user; null if they can. */
  problem: string | null;
}

/** Rises when more is known: at once for the frame on the screen, now and then for the others. */
export const blockStore = createStore<{ readonly reads: number }>(() => ({ reads: 0 }));

/** What is drawn of all frames, such as the strip, need not follow every one. */
const NOTICE_MILLISECONDS = 500;

/** By the videos' files, so that they are forgotten with them. */
const known = new WeakMap<object, KnownVideo>();

/** The HEVC video of a column; null if it has none. */
export function videoWithBlocks({ video }: ColumnState): VideoStream | null {
  return video?.codec === 'HEVC' ? video : null;
}

/** What was read of a picture; null if it is not read yet. */
export function knownPicture(video: VideoStream, frame: number): ReadPicture | null {
  return known.get(video.file)?.pictures[frame] ?? null;
}

/**
 * The part of what is known that a column's drawing depends on, for `useStore`: it changes only when
 * the drawing does.
 */
export function blocksDrawn(column: ColumnState, frame: number, { blockScale }: BlockLook) {
  return ({ reads }: { readonly reads: number }): unknown => {
    const video = videoWithBlocks(column);
    if (!video) return null;
    return blockScale === 'picture' ? knownPicture(video, frame) : reads;
  };
}

/** What was read of all pictures; null for those that are not read. */
export function knownPictures(video: VideoStream): readonly (ReadPicture | null)[] {
  return known.get(video.file)?.pictures ?? [];
}

/** Why a picture's blocks are not drawn, for the user; null if they are, or are being read. */
export function blocksProblem(video: VideoStream, frame: number, size: FrameSize): string | null {
  const { problem = null } = known.get(video.file) ?? {};
  if (problem !== null) return problem;
  const picture = knownPicture(video, frame);
  if (!picture) return null;
  const { blocks, fault } = picture;
  if (!blocks) return `The blocks of frame ${frame} cannot be read: ${fault}.`;
  if (!fits(blocks.shownWidth, size.width) || !fits(blocks.shownHeight, size.height)) {
    const coded = `${blocks.shownWidth}×${blocks.shownHeight}`;
    return `The video’s pictures are ${coded}, the column’s ${size.width}×${size.height}: its blocks cannot be placed.`;
  }
  return blocks.damage === null ? null : `Frame ${frame} is damaged: ${blocks.damage}.`;
}

/** Odd sides are padded to even ones before coding. */
function fits(coded: number, shown: number): boolean {
  return coded === shown || coded === shown + 1;
}

/** A video whose blocks are wanted. */
interface Wanted {
  readonly video: VideoStream;
  readonly frames: number;
}

/** Reads the blocks of videos in the background: of the frame on the screen first. */
export class BlockReading {
  private wanted: readonly Wanted[] = [];
  private frame = 0;
  private isRunning = false;
  private noticed = 0;

  constructor(private readonly reader: Pick<VideoBlocks, 'read'>) {}

  /**
   * Says what is wanted from now on.
   *
   * @param frame the frame on the screen
   */
  want(wanted: readonly Wanted[], frame: number): void {
    this.wanted = wanted;
    this.frame = frame;
    for (const { video, frames } of wanted) {
      if (known.has(video.file)) continue;
      known.set(video.file, { pictures: new Array(frames).fill(null), problem: null });
    }
    if (!this.isRunning) void this.run();
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    for (let next = this.next(); next; next = this.next()) await this.read(...next);
    this.isRunning = false;
  }

  private async read(video: VideoStream, frame: number): Promise<void> {
    const entry = known.get(video.file);
    if (!entry) return;
    try {
      entry.pictures[frame] = await this.reader.read(video, frame);
    } catch (error) {
      entry.problem = describeError(error);
    }
    const isLast = this.next() === null;
    if (frame === this.frame || isLast || performance.now() - this.noticed > NOTICE_MILLISECONDS) {
      this.noticed = performance.now();
      blockStore.setState(({ reads }) => ({ reads: reads + 1 }));
    }
  }

  /** The frame on the screen of every video, then the others from there on. */
  private next(): [VideoStream, number] | null {
    const most = Math.max(0, ...this.wanted.map(({ frames }) => frames));
    for (let step = 0; step < most; step++) {
      for (const { video, frames } of this.wanted) {
        const entry = known.get(video.file);
        const frame = (this.frame + step) % frames;
        if (!entry || entry.problem !== null || step >= frames) continue;
        if (entry.pictures[frame] === null) return [video, frame];
      }
    }
    return null;
  }
}

/** True if a column's blocks at a frame are known, or cannot be. */
function areBlocksKnown(column: ColumnState, frame: number): boolean {
  const video = videoWithBlocks(column);
  return !video || knownPicture(video, frame) !== null || known.get(video.file)?.problem != null;
}

/** @throws Problem if blocks that are to be drawn are not read yet */
export function assertBlocksKnown(
  columns: readonly ColumnState[],
  frames: readonly number[],
): void {
  const missing = frames.filter(
    (frame) => !columns.every((column) => areBlocksKnown(column, frame)),
  );
  if (missing.length === 0) return;
  throw new Problem(
    `The blocks of ${count(missing.length, 'frame')} are not read yet.`,
    'Wait a moment and try again.',
  );
}

/** Resolves when the blocks of all columns are known at these frames, if they are wanted. */
export function blocksKnown(
  columns: readonly ColumnState[],
  frames: readonly number[],
): Promise<void> {
  const areKnown = () =>
    columns.every((column) => frames.every((frame) => areBlocksKnown(column, frame)));
  return new Promise((resolve) => {
    if (areKnown()) return resolve();
    const stop = blockStore.subscribe(() => {
      if (!areKnown()) return;
      stop();
      resolve();
    });
  });
}
