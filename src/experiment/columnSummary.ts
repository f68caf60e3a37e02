import { bitsPerPixel } from '../codec/encodedVideo.ts';
import type { ColumnName } from '../results/columns.ts';
import type { ExperimentState } from './experimentState.ts';

/**
 * Bits per pixel of a column: video, masks and their total. Null if nothing was encoded, or if the
 * masks are not coded yet. Masks from VOS at the decoder cost no bits.
 */
export function columnBits(name: ColumnName, experiment: ExperimentState) {
  const video = videoBits(name, experiment);
  const masks = name === 'ours' && experiment.ours === 'coded' ? maskBits(experiment) : 0;
  return video === null || masks === null ? null : { video, masks, total: video + masks };
}

function maskBits({ masks, frameCount, size }: ExperimentState): number | null {
  return masks && masks.bits / (frameCount * size.width * size.height);
}

function videoBits(
  name: ColumnName,
  { video, imported, frameCount, size }: ExperimentState,
): number | null {
  if (name === 'x265' || name === 'ours') return video && bitsPerPixel(video);
  if (name !== 'imported' || imported?.bytes == null) return null;
  return (imported.bytes * 8) / (frameCount * size.width * size.height);
}
