import { Problem } from '../problem.ts';
import { allocateFrames, type FrameSize, type Frames, formatSize } from '../sequence/frames.ts';
import { outOfMemory } from './ffmpeg/ffmpegFailure.ts';

/**
 * ffmpeg's threads and all frames need shared memory.
 *
 * @throws Problem where the page is not allowed to have it
 */
export function assertSharedMemory(): void {
  if (typeof SharedArrayBuffer !== 'undefined' && globalThis.crossOriginIsolated) return;
  throw new Problem(
    'ffmpeg needs shared memory, which browsers give to isolated pages only.',
    'Serve the page with the headers Cross-Origin-Opener-Policy: same-origin and ' +
      'Cross-Origin-Embedder-Policy: require-corp, over HTTPS or from localhost.',
  );
}

/**
 * Room for frames.
 *
 * @param doing ends the sentence "The memory ran out while …"
 * @throws Problem where there is not enough
 */
export function allocateFramesFor(doing: string, size: FrameSize, count: number): Frames {
  try {
    return allocateFrames(size, count);
  } catch (cause) {
    throw outOfMemory(`${doing}: ${count} frames of ${formatSize(size)}`, cause);
  }
}
