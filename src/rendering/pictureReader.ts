import { Problem } from '../problem.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import { DEFAULT_LOOK, type Look } from './look.ts';
import { PictureRenderer } from './pictureRenderer.ts';
import type { Rectangle, ShownPicture } from './shownPicture.ts';

/** Draws pictures off the screen, for figures, clips and the loupe. */
export class PictureReader {
  private readonly renderer = new PictureRenderer(new OffscreenCanvas(1, 1));

  /**
   * Draws a part of a frame.
   *
   * @param crop the part, in frame pixels
   * @param size of the result; at 1 : 1 that of the crop
   * @param pixelRatio pixels of the result that count as one on the screen, for outlines and patterns
   * @throws Problem if the browser has taken the context away: what it then reads is black
   */
  read(
    picture: ShownPicture,
    look: Look,
    crop: Rectangle,
    size: FrameSize,
    pixelRatio = 1,
  ): ImageData {
    const scale = size.width / crop.width;
    const view = { scale, x: -crop.x * scale, y: -crop.y * scale };
    const target = { x: 0, y: 0, ...size };
    const pixels = this.renderer.read({ picture, look, target, view }, size, pixelRatio);
    if (this.renderer.isLost) {
      throw new Problem(
        'The browser stopped drawing pictures: the GPU was lost or is used by too many pages.',
        'Close other tabs and try again.',
      );
    }
    return new ImageData(pixels, size.width, size.height);
  }

  /** Gives the context back: browsers allow few at a time. */
  dispose(): void {
    this.renderer.dispose();
    this.renderer.release();
  }
}

/** A frame without masks, a pixel for each of its pixels. */
export function plainPicture(frames: Frames, index: number): ImageData {
  const reader = new PictureReader();
  try {
    const nothing = { maps: null, original: null, truth: null, changes: null, blocks: null };
    const look = { ...DEFAULT_LOOK, layer: 'plain' } as const;
    const whole = { x: 0, y: 0, ...frames.size };
    return reader.read({ frames, index, ...nothing }, look, whole, frames.size);
  } finally {
    reader.dispose();
  }
}
