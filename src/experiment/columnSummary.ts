import { bitsPerPixel } from '../codec/encodedVideo.ts';
import type { ColumnState, ExperimentState } from './experimentState.ts';

/** Mean PSNR of luma over the frames that have one, dB. */
export function meanPsnrY(column: Pick<ColumnState, 'psnrY'>): number | null {
  const values = column.psnrY.filter((value) => value !== null);
  if (values.length === 0) return null;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Bits per pixel of a column: video, masks and both; null where nothing was encoded. */
export function columnBits({ video }: Pick<ExperimentState, 'video'>) {
  if (!video) return null;
  const bits = bitsPerPixel(video);
  // No mask stream yet: masks are made at the decoder and cost nothing.
  return { video: bits, masks: 0, total: bits };
}
