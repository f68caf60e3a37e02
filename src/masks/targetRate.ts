import { chooseScale } from './chooseScale.ts';
import { encodeMaskStream } from './encodeMaskStream.ts';
import {
  type MapSource,
  type MaskStream,
  type MaskStreamSettings,
  maskBitsPerPixel,
} from './maskStream.ts';

/** A stream, and the quality that it was coded with. */
export interface RatedStream {
  readonly stream: MaskStream;
  readonly quality: number;
  readonly bpp: number;
}

/** Qualities are told apart by so little: 7 encodings. */
const FINEST_STEP = 1;

/**
 * Finds the best quality whose stream takes at most `targetBpp`, by bisection.
 *
 * @returns that stream; where even the lowest quality takes more, the lowest's
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
