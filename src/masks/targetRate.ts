import { chooseScale } from './chooseScale.ts';
import { encodeMaskStream } from './encodeMaskStream.ts';
import {
  type MapSource,
  type MaskStream,
  type MaskStreamSettings,
  maskBitsPerPixel,
} from './maskStream.ts';

export interface RatedStream {
  readonly stream: MaskStream;
  readonly quality: number;
  readonly bpp: number;
}

/** Resolution of the search, which takes 7 encodings. */
const FINEST_STEP = 1;

/**
 * Finds the highest quality with at most `targetBpp` bits per pixel, by bisection.
 *
 * @returns the stream at that quality, or at the lowest quality if that exceeds the target
 */
export function encodeForRate(
  source: MapSource,
  settings: Omit<MaskStreamSettings, 'quality'>,
  targetBpp: number,
): RatedStream {
  const attempt = (quality: number): RatedStream => {
    const stream = encodeMaskStream(source, chooseScale(source, { ...settings, quality }));
    return { stream, quality, bpp: maskBitsPerPixel(stream, source.size) };
  };
  let best = attempt(0);
  let low = 0;
  let high = 101;
  if (best.bpp > targetBpp) return best;
  while (high - low > FINEST_STEP) {
    const quality = Math.floor((low + high) / 2);
    const tried = attempt(quality);
    if (tried.bpp <= targetBpp) {
      best = tried;
      low = quality;
    } else {
      high = quality;
    }
  }
  return best;
}
