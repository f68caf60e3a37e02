import {
  BufferTarget,
  CanvasSource,
  canEncodeVideo,
  Mp4OutputFormat,
  Output,
  Quality,
} from 'mediabunny';
import { describeError, isAbort, Problem } from '../../problem.ts';
import { formatSize } from '../../sequence/frames.ts';
import { assertFrameCount } from './assertFrameCount.ts';
import type { ClipEncoder, ClipFacts, ClipFrames, ClipTask } from './clipEncoder.ts';
import { nextTask } from './nextTask.ts';

const TITLES = { avc: 'H.264', vp9: 'VP9', av1: 'AV1' } as const;

/** Hardly visible ones, so that the encoder adds no artefacts to those that the clip shows. */
const QUANTIZERS = { avc: 16, vp9: 20, av1: 80 } as const;

/** For encoders that do not take quantizers. */
const BITS_PER_PIXEL = 0.4;

/** Seconds between frames to which players jump at once. */
const KEY_FRAME_SECONDS = 1;

/** The browser's own encoder, which may run on a GPU. */
export function webCodecsEncoder(codec: keyof typeof TITLES): ClipEncoder {
  const name = `${TITLES[codec]} by WebCodecs`;
  return {
    name,
    async missing(clip) {
      const { size } = clip;
      if (typeof VideoEncoder === 'undefined') return 'this browser has no WebCodecs encoders.';
      if (await canEncodeVideo(codec, { ...size, quality: qualityOf(codec, clip) })) return null;
      return `this browser has no encoder for ${formatSize(size)}.`;
    },
    async encode(frames, task) {
      try {
        return await encode(codec, frames, task);
      } catch (error) {
        if (isAbort(error) || error instanceof Problem) throw error;
        throw new Problem(
          `${name} failed: ${describeError(error)}.`,
          'Choose another size or fewer frames, or make a GIF.',
          { cause: error },
        );
      }
    },
  };
}

async function encode(
  codec: keyof typeof TITLES,
  frames: ClipFrames,
  { onProgress, signal }: ClipTask,
): Promise<Blob> {
  const { painter, first, count, frameRate } = frames;
  const target = new BufferTarget();
  const format = new Mp4OutputFormat({ fastStart: 'in-memory' });
  const output = new Output({ format, target });
  const source = new CanvasSource(painter.canvas, {
    codec,
    quality: qualityOf(codec, frames),
    keyFrameInterval: KEY_FRAME_SECONDS,
  });
  output.addVideoTrack(source, { frameRate });
  try {
    await output.start();
    for (let index = 0; index < count; index++) {
      signal.throwIfAborted();
      painter.draw(first + index);
      await source.add(index / frameRate, 1 / frameRate);
      onProgress({ doing: 'encoding', done: index + 1, total: count });
      await nextTask();
    }
    signal.throwIfAborted();
    await output.finalize();
  } catch (error) {
    // The error is what matters, not that the encoder it left cannot be closed.
    await output.cancel().catch(() => {});
    throw error;
  }
  if (!target.buffer) throw new Error('no file was written');
  onProgress({ doing: 'checking', done: count, total: count });
  await assertFrameCount(new Uint8Array(target.buffer), 'mp4', count);
  return new Blob([target.buffer], { type: 'video/mp4' });
}

function qualityOf(codec: keyof typeof TITLES, { size, frameRate }: ClipFacts): Quality {
  const bitrate = Math.ceil(BITS_PER_PIXEL * size.width * size.height * frameRate);
  return new Quality({ quantizer: QUANTIZERS[codec], bitrate });
}
