import { formatBitsPerPixel } from '../format.ts';
import type { FrameBits } from './frameBits.ts';

/** The bars in a sentence, e.g. `Bits of x265: 8 key frames, 0.1203 bits per pixel on average, …`. */
export function bitsSummary(name: string, bits: readonly (FrameBits | null)[]): string {
  const known = bits.filter((frame) => frame !== null);
  if (known.length === 0) return 'Bits per frame: nothing is known yet.';
  const keys = known.filter(({ key }) => key);
  const others = known.filter(({ key }) => !key);
  const mean = (frames: readonly FrameBits[]) =>
    formatBitsPerPixel(
      frames.reduce((sum, { video, masks }) => sum + video + masks, 0) / frames.length,
    );
  const parts = [
    ...(keys.length > 0 ? [`key frames take ${mean(keys)} bits per pixel on average`] : []),
    ...(others.length > 0 ? [`others ${mean(others)}`] : []),
  ];
  return `Bits of ${name} in ${known.length} frames, ${keys.length} of them key frames: ${parts.join(', ')}.`;
}
