import { createStore } from 'zustand/vanilla';
import type { VideoStream } from '../codec/encodedVideo.ts';
import type { ColumnState } from '../experiment/experimentState.ts';
import type { PictureBlocks } from '../hevc/pictureBlocks.ts';
import type { ReadPicture } from '../hevc/streamBlocks.ts';
import type { VideoBlocks } from '../hevc/videoBlocks.ts';
import { count } from '../messageWords.ts';
import { describeError, isAbort, Problem } from '../problem.ts';
import type { BlockLook } from '../rendering/blockLook.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { HeldBlocks } from './blocks/heldBlocks.ts';
import { type PictureFacts, pictureFacts } from './blocks/pictureFacts.ts';

/** What is known of a frame's blocks. */
export interface KnownFrame {
  /** Null if nothing of the picture can be read. */
  readonly facts: PictureFacts | null;
  /** Why not, or what is wrong with it, as the end of a sentence; null if it is as it should be. */
  readonly fault: string | null;
}

/** What is known of a video's blocks. */
interface KnownVideo {
  /** Null for frames that are not read. */
  readonly frames: (KnownFrame | null)[];
  /** Why none can be read, for the user; null if they can. */
  problem: string | null;
}

/** Rises when more is known: at once for the frame on the screen, now and then for the others. */
export const blockStore = createStore<{ readonly reads: number }>(() => ({ reads: 0 }));

/** What is drawn of all frames, such as the strip, need not follow every one. */
const NOTICE_MILLISECONDS = 500;
/** After a call that was cancelled together with others of the same worker. */
const RETRY_MILLISECONDS = 300;

/** By the videos' files, so that they are forgotten with them. */
const known = new WeakMap<object, KnownVideo>();

/** The blocks themselves: those that were asked for longest ago are forgotten, and read again. */
const held = new HeldBlocks();

/** The HEVC video of a column; null if it has none. */
export function videoWithBlocks({ video }: Pick<ColumnState, 'video'>): VideoStream | null {
  return video?.codec === 'HEVC' ? video : null;
}

/** The blocks of a frame; null if they are not there. */
export function blocksOf({ file }: VideoStream, frame: number): PictureBlocks | null {
  return held.get(file, frame);
}

/** What is known of all frames; null for those that are not read. */
export function knownFrames({ file }: VideoStream): readonly (KnownFrame | null)[] {
  return known.get(file)?.frames ?? [];
}

/**
 * The part of what is known that a column's drawing depends on, for `useStore`: it changes only when
 * the drawing does.
 */
export function blocksDrawn(column: ColumnState, frame: number, { blockScale }: BlockLook) {
  return ({ reads }: { readonly reads: number }): unknown => {
    const video = videoWithBlocks(column);
    if (!video) return null;
    if (blockScale !== 'picture') return reads;
    const { problem = null, frames } = known.get(video.file) ?? {};
    return problem ?? blocksOf(video, frame) ?? frames?.[frame] ?? null;
  };
}

/** Why a picture's blocks are not drawn, for the user; null if they are, or are being read. */
export function blocksProblem(video: VideoStream, frame: number, size: FrameSize): string | null {
  const { problem = null, frames } = known.get(video.file) ?? {};
  if (problem !== null) return problem;
  const picture = frames?.[frame];
  if (!picture) return null;
  const { facts, fault } = picture;
  if (facts && !fitsFrame(facts, size)) {
    return `The pictures of ${video.title} are ${facts.width}×${facts.height}, the column’s ${size.width}×${size.height}: its blocks cannot be placed.`;
  }
  if (fault === null) return null;
  return facts
    ? `Frame ${frame} of ${video.title} is damaged: ${fault}.`
    : `The blocks of frame ${frame} of ${video.title} cannot be read: ${fault}.`;
}

/** True if pictures can lie over a column's frames. Odd sides are padded to even ones for coding. */
export function fitsFrame(picture: FrameSize, { width, height }: FrameSize): boolean {
  const fits = (coded: number, shown: number) => coded === shown || coded === shown + 1;
  return fits(picture.width, width) && fits(picture.height, height);
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
   * Says what is wanted from now on. A video that could not be read is tried again when it is
   * wanted anew.
   *
   * @param frame the frame on the screen
   */
  want(wanted: readonly Wanted[], frame: number): void {
    const before = new Set(this.wanted.map(({ video }) => video.file));
    this.wanted = wanted;
    this.frame = frame;
    for (const { video, frames } of wanted) {
      const entry = known.get(video.file);
      if (entry && !before.has(video.file)) entry.problem = null;
      if (entry) continue;
      known.set(video.file, { frames: new Array(frames).fill(null), problem: null });
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
      const picture = await this.reader.read(video, frame);
      entry.frames[frame] = knownFrame(picture);
      if (picture.blocks) held.keep(video.file, frame, picture.blocks);
    } catch (error) {
      if (isAbort(error)) {
        await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
        return;
      }
      const message = describeError(error);
      const isFirst = entry.frames.every((each) => each === null);
      if (isFirst) entry.problem = message;
      else entry.frames[frame] = { facts: null, fault: message.replace(/\.$/, '') };
    }
    const isLast = this.next() === null;
    if (frame === this.frame || isLast || performance.now() - this.noticed > NOTICE_MILLISECONDS) {
      this.noticed = performance.now();
      blockStore.setState(({ reads }) => ({ reads: reads + 1 }));
    }
  }

  /** The frame on the screen of every video, then those of which nothing is known, from there on. */
  private next(): [VideoStream, number] | null {
    const most = Math.max(0, ...this.wanted.map(({ frames }) => frames));
    for (let step = 0; step < most; step++) {
      for (const { video, frames } of this.wanted) {
        const entry = known.get(video.file);
        if (!entry || entry.problem !== null || step >= frames) continue;
        const frame = (this.frame + step) % frames;
        const now = entry.frames[frame] ?? null;
        const isForgotten = step === 0 && now?.facts != null && !blocksOf(video, frame);
        if (now === null || isForgotten) return [video, frame];
      }
    }
    return null;
  }
}

function knownFrame({ blocks, fault }: ReadPicture): KnownFrame {
  return blocks
    ? { facts: pictureFacts(blocks), fault: blocks.damage }
    : { facts: null, fault: fault ?? 'it has no slice that can be read' };
}

/** True if a column's blocks at a frame are there, or cannot be. */
function areThere(column: ColumnState, frame: number): boolean {
  const video = videoWithBlocks(column);
  if (!video) return true;
  const { frames, problem = null } = known.get(video.file) ?? {};
  if (problem !== null) return true;
  const picture = frames?.[frame];
  return picture != null && (picture.facts === null || blocksOf(video, frame) !== null);
}

/** True if the scale of a column's colours no longer changes. */
function isScaleKnown(column: ColumnState): boolean {
  const video = videoWithBlocks(column);
  if (!video) return true;
  const { frames, problem = null } = known.get(video.file) ?? {};
  return problem !== null || (frames?.every((each) => each !== null) ?? false);
}

/**
 * Checks that blocks can be drawn as they will always look.
 *
 * @param drawn the columns whose blocks are drawn
 * @param columns all columns, over which colours may be spread
 * @throws Problem if blocks are not read yet, or are no longer held
 */
export function assertBlocksThere(
  drawn: readonly ColumnState[],
  columns: readonly ColumnState[],
  frames: readonly number[],
  { blockScale }: Pick<BlockLook, 'blockScale'>,
): void {
  const scaled = blockScale === 'picture' ? [] : blockScale === 'sequence' ? drawn : columns;
  const missing = frames.filter((frame) => !drawn.every((column) => areThere(column, frame)));
  if (missing.length === 0 && scaled.every(isScaleKnown)) return;
  const what = missing.length > 0 ? `of ${count(missing.length, 'frame')}` : 'of all frames';
  throw new Problem(
    `The blocks ${what} are not read yet, or more than memory is kept for.`,
    'Wait a moment and try again, or choose fewer frames.',
  );
}

/**
 * Resolves when everything that can be known of the columns' blocks is.
 *
 * @param columns the columns as they are now
 */
export function blocksKnown(columns: () => readonly ColumnState[]): Promise<void> {
  return new Promise((resolve) => {
    if (columns().every(isScaleKnown)) return resolve();
    const stop = blockStore.subscribe(() => {
      if (!columns().every(isScaleKnown)) return;
      stop();
      resolve();
    });
  });
}
