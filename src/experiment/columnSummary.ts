import { bitsPerPixel } from '../codec/encodedVideo.ts';
import type { ColumnName } from './columns.ts';
import type { ExperimentState } from './experimentState.ts';

/** Bits per pixel of a column: video, masks and both; null where nothing was encoded. */
export function columnBits(name: ColumnName, experiment: ExperimentState) {
  const video = videoBits(name, experiment);
  // No mask stream yet: masks are made at the decoder and cost nothing.
  return video === null ? null : { video, masks: 0, total: video };
}

function videoBits(
  name: ColumnName,
  { video, imported, frameCount, size }: ExperimentState,
): number | null {
  if (name === 'x265' || name === 'ours') return video && bitsPerPixel(video);
  if (name !== 'imported' || imported?.bytes == null) return null;
  return (imported.bytes * 8) / (frameCount * size.width * size.height);
}
