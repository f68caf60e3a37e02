import type { CodecApi } from './codecApi.ts';
import { decode } from './decode.ts';
import { encode } from './encode.ts';
import { FfmpegQueue, type FfmpegQueueOptions } from './ffmpegQueue.ts';
import { ingest } from './ingest.ts';

/** The codec on one queue of ffmpeg jobs; calls may overlap and run one after the other. */
export function createCodec(options?: Partial<FfmpegQueueOptions>): CodecApi {
  const ffmpeg = new FfmpegQueue(options);
  return {
    ingest: (pictures, size, onProgress) => ingest(ffmpeg, pictures, size, onProgress),
    encode: (frames, settings, onProgress) => encode(ffmpeg, frames, settings, onProgress),
    decode: (video, onProgress) => decode(ffmpeg, video, onProgress),
  };
}
