import type { CodecApi } from './codecApi.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { encodeClip } from './encodeClip.ts';
import { FfmpegQueue, type FfmpegQueueOptions } from './ffmpeg/ffmpegQueue.ts';
import { importFrames } from './importFrames.ts';
import { importStream } from './importStream.ts';
import { ingest } from './ingest.ts';
import { ingestVideo } from './ingestVideo.ts';
import { assertSharedMemory } from './sharedMemory.ts';

/**
 * The codec with one queue of ffmpeg jobs. Calls may overlap; their jobs run one after the other.
 * Calls that make frames or use ffmpeg reject with a `Problem` if the page has no shared memory.
 */
export function createCodec(options?: Partial<FfmpegQueueOptions>): CodecApi {
  const ffmpeg = new FfmpegQueue(options);
  return {
    async ingest(pictures, into, first, onProgress) {
      assertSharedMemory();
      return ingest(ffmpeg, pictures, into, first, onProgress);
    },
    async encode(frames, settings, onProgress) {
      assertSharedMemory();
      return encode(ffmpeg, frames, settings, onProgress);
    },
    async decode(video, onProgress) {
      assertSharedMemory();
      return decode(ffmpeg, video, onProgress);
    },
    async ingestVideo(video, size, frameCount, onProgress) {
      assertSharedMemory();
      return ingestVideo(ffmpeg, video, size, frameCount, onProgress);
    },
    async importFrames(file, size, count, onProgress) {
      assertSharedMemory();
      return importFrames(file, size, count, onProgress);
    },
    async importStream(file, size, count, onProgress) {
      assertSharedMemory();
      return importStream(ffmpeg, file, size, count, onProgress);
    },
    async loadFfmpeg() {
      assertSharedMemory();
      await ffmpeg.load();
    },
    async encodeClip(clip, format, onProgress) {
      assertSharedMemory();
      return encodeClip(ffmpeg, clip, format, onProgress);
    },
  };
}
