import { type Frames, frameBytes, frameData } from '../sequence/frames.ts';
import { copyFrame, evenSize } from './padding.ts';

/** Bytes copied at a time; browsers move finished parts of a large Blob to disk. */
const PART_BYTES = 16 * 2 ** 20;

/**
 * Writes frames as a `.yuv` file for vvencFFapp and `ffmpeg -f rawvideo`: planar 4:2:0, 8 bits, at
 * their even size (an odd side repeats its last column or row, as for x265).
 */
export function sourceYuv(frames: Frames): Blob {
  const size = evenSize(frames.size);
  const bytes = frameBytes(size);
  const perPart = Math.max(1, Math.floor(PART_BYTES / bytes));
  const parts: Blob[] = [];
  for (let first = 0; first < frames.count; first += perPart) {
    const count = Math.min(perPart, frames.count - first);
    // A Blob cannot be made from shared memory, so each part is copied first.
    const part = new Uint8Array(count * bytes);
    for (let index = 0; index < count; index++) {
      const target = part.subarray(index * bytes, (index + 1) * bytes);
      copyFrame(frameData(frames, first + index), frames.size, target, size);
    }
    parts.push(new Blob([part]));
  }
  return new Blob(parts, { type: 'application/octet-stream' });
}
