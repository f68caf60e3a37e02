import { type Frames, frameBytes, frameData } from '../sequence/frames.ts';
import { copyFrame, evenSize } from './padding.ts';

/** Bytes that are copied at a time; a browser keeps finished parts of a large Blob on its disk. */
const PART_BYTES = 16 * 2 ** 20;

/**
 * The frames as a `.yuv` file: planar 4:2:0, 8 bit, at their even size (an odd side's last column
 * or row is repeated, as for x265), as vvencFFapp and `ffmpeg -f rawvideo` read it.
 */
export function sourceYuv(frames: Frames): Blob {
  const size = evenSize(frames.size);
  const bytes = frameBytes(size);
  const perPart = Math.max(1, Math.floor(PART_BYTES / bytes));
  const parts: Blob[] = [];
  for (let first = 0; first < frames.count; first += perPart) {
    const count = Math.min(perPart, frames.count - first);
    // A Blob takes no shared memory, so each part is copied, and handed over before the next.
    const part = new Uint8Array(count * bytes);
    for (let index = 0; index < count; index++) {
      const target = part.subarray(index * bytes, (index + 1) * bytes);
      copyFrame(frameData(frames, first + index), frames.size, target, size);
    }
    parts.push(new Blob([part]));
  }
  return new Blob(parts, { type: 'application/octet-stream' });
}
