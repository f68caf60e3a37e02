import type { StreamBlocks } from './streamBlocks.ts';

/** Blocks that are kept of all videos that are not being read. */
const MOST_KEPT_BYTES = 128 * 2 ** 20;

/** What is kept of a video. */
type Video = Pick<StreamBlocks, 'keptBytes' | 'forget'>;

/**
 * The videos that are open, by number. A page opens one for each CRF that is tried, so that the
 * blocks of those that were not read for the longest time are forgotten; they can be read again.
 */
export class OpenVideos<Opened extends Video = StreamBlocks> {
  /** Least recently used first. */
  private readonly videos = new Map<number, Opened>();
  private last = 0;

  constructor(private readonly mostKeptBytes = MOST_KEPT_BYTES) {}

  /** @returns its number */
  add(video: Opened): number {
    this.last += 1;
    this.videos.set(this.last, video);
    return this.last;
  }

  /** The video, to read from. */
  use(number: number): Opened {
    const video = this.videos.get(number);
    if (!video) throw new Error(`video ${number} is not open`);
    this.videos.delete(number);
    const others = [...this.videos.values()];
    let kept = others.reduce((sum, { keptBytes }) => sum + keptBytes, 0);
    for (const other of others) {
      if (kept <= this.mostKeptBytes) break;
      kept -= other.keptBytes;
      other.forget();
    }
    this.videos.set(number, video);
    return video;
  }

  close(number: number): void {
    this.videos.delete(number);
  }
}
