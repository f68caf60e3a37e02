import { Problem } from '../problem.ts';
import { allocateFrames, type FrameSize, type Frames, formatSize } from '../sequence/frames.ts';
import { outOfMemory } from './ffmpeg/ffmpegFailure.ts';

/**
 * Checks for shared memory, which ffmpeg's threads and all frames need.
 *
 * @throws Problem if the page is not cross-origin isolated
 */
export function assertSharedMemory(): void {
  if (typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated) return;
  throw new Problem(
    'ffmpeg needs shared memory, which browsers allow only on cross-origin isolated pages.',
    'Serve the page with the headers Cross-Origin-Opener-Policy: same-origin and ' +
      'Cross-Origin-Embedder-Policy: require-corp, over HTTPS or from localhost.',
  );
}

/**
 * Allocates frames in shared memory.
 *
 * @param doing ends the sentence "The browser ran out of memory while …"
 * @throws Problem if there is not enough memory
 */
export function allocateFramesFor(doing: string, size: FrameSize, count: number): Frames {
  if (typeof SharedArrayBuffer === 'undefined') assertSharedMemory();
  try {
    return allocateFrames(size, count);
  } catch (cause) {
    throw outOfMemory(`${doing}: ${count} frames of ${formatSize(size)}`, cause);
  }
}
