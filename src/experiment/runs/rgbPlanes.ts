import { chromaSize, type FrameSize } from '../../sequence/frames.ts';

/**
 * Converts a picture from RGB to yuv420p, BT.601 limited range: the way back for browsers that give
 * decoded video as RGB only. Samples come back as they were, but for a few that differ by one level.
 *
 * @param rgb four bytes per pixel, of which the last is not used
 * @param redFirst true for RGBX, false for BGRX
 * @param planes receives the planes of one frame; the sides are even
 */
export function planesFromRgb(
  rgb: Uint8Array,
  redFirst: boolean,
  size: FrameSize,
  planes: Uint8Array,
): void {
  const { width, height } = size;
  const chroma = chromaSize(size);
  const uAt = width * height;
  const vAt = uAt + chroma.width * chroma.height;
  const red = redFirst ? 0 : 2;
  const blue = 2 - red;
  for (let y = 0; y < height; y += 2) {
    for (let x = 0; x < width; x += 2) {
      let r = 0;
      let g = 0;
      let b = 0;
      for (let pixel = 0; pixel < 4; pixel++) {
        const at = (y + (pixel >> 1)) * width + x + (pixel & 1);
        const pr = rgb[4 * at + red] as number;
        const pg = rgb[4 * at + 1] as number;
        const pb = rgb[4 * at + blue] as number;
        planes[at] = (16 * 65536 + 16829 * pr + 33039 * pg + 6416 * pb + 32768) >> 16;
        r += pr;
        g += pg;
        b += pb;
      }
      const at = (y >> 1) * chroma.width + (x >> 1);
      planes[uAt + at] = (512 * 65536 - 9714 * r - 19070 * g + 28784 * b + 131072) >> 18;
      planes[vAt + at] = (512 * 65536 + 28784 * r - 24103 * g - 4681 * b + 131072) >> 18;
    }
  }
}
