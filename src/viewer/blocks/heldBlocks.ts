import { bytesOfBlocks, type PictureBlocks } from '../../hevc/pictureBlocks.ts';

/** Some thousand pictures of 854×480 pixels at CRF 45, some hundred at CRF 20. */
const MOST_BYTES = 192 * 2 ** 20;

/** The blocks of pictures of videos, as far as memory is kept for them. */
export class HeldBlocks {
  private readonly numbers = new WeakMap<object, number>();
  private readonly held = new Map<string, PictureBlocks>();
  private bytes = 0;
  private videos = 0;

  constructor(private readonly mostBytes = MOST_BYTES) {}

  /** @returns null if they are not there */
  get(file: object, frame: number): PictureBlocks | null {
    const key = this.keyOf(file, frame);
    const blocks = this.held.get(key);
    if (!blocks) return null;
    // The map is in the order of use.
    this.held.delete(key);
    this.held.set(key, blocks);
    return blocks;
  }

  keep(file: object, frame: number, blocks: PictureBlocks): void {
    const key = this.keyOf(file, frame);
    this.forget(key);
    this.held.set(key, blocks);
    this.bytes += bytesOfBlocks(blocks);
    for (const oldest of this.held.keys()) {
      if (this.bytes <= this.mostBytes || oldest === key) break;
      this.forget(oldest);
    }
  }

  private forget(key: string): void {
    const blocks = this.held.get(key);
    if (!blocks) return;
    this.held.delete(key);
    this.bytes -= bytesOfBlocks(blocks);
  }

  private keyOf(file: object, frame: number): string {
    let number = this.numbers.get(file);
    if (number === undefined) {
      this.videos += 1;
      number = this.videos;
      this.numbers.set(file, number);
    }
    return `${number} ${frame}`;
  }
}
