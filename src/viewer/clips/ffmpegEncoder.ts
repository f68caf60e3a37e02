import { proxy } from 'comlink';
import { createCodecWorker } from '../../codec/createCodecWorker.ts';
import { assertClipFits, type ClipFormat } from '../../codec/encodeClip.ts';
import { describeError, isAbort } from '../../problem.ts';
import { assertFrameCount } from './assertFrameCount.ts';
import type { ClipEncoder, ClipFrames, ClipTask } from './clipEncoder.ts';
import { nextTask } from './nextTask.ts';

const TYPES = { mp4: 'video/mp4', gif: 'image/gif' } as const;

/**
 * ffmpeg.wasm in a codec worker of its own, so that a cancelled clip does not end the experiment's
 * encodings. All frames are drawn first; the browser may keep their pixels on disk.
 *
 * @param dispose ends the worker
 */
export function ffmpegEncoder(format: ClipFormat): ClipEncoder & { dispose(): void } {
  const worker = createCodecWorker();
  return {
    name: `${format === 'gif' ? 'GIF' : 'H.264'} by ffmpeg`,
    async missing({ count }, { onProgress, signal }) {
      onProgress({ doing: 'loading', done: 0, total: count });
      try {
        await worker.run((api) => api.loadFfmpeg(), signal);
        return null;
      } catch (error) {
        if (isAbort(error)) throw error;
        return describeError(error);
      }
    },
    async encode(frames, task) {
      const { size, count, frameRate } = frames;
      assertClipFits(size, count);
      const clip = { pixels: await drawnPixels(frames, task), size, count, frameRate };
      const onFrames = proxy((done: number) =>
        task.onProgress({ doing: 'encoding', done, total: count }),
      );
      task.onProgress({ doing: format === 'gif' ? 'colours' : 'encoding', done: 0, total: count });
      const file = await worker.run((api) => api.encodeClip(clip, format, onFrames), task.signal);
      task.onProgress({ doing: 'checking', done: count, total: count });
      await assertFrameCount(file, format, count);
      return new Blob([file], { type: TYPES[format] });
    },
    dispose: () => worker.terminate(),
  };
}

async function drawnPixels(
  { painter, first, count }: ClipFrames,
  { onProgress, signal }: ClipTask,
): Promise<Blob> {
  const frames: Blob[] = [];
  for (let index = 0; index < count; index++) {
    signal.throwIfAborted();
    painter.draw(first + index);
    frames.push(new Blob([painter.pixels()]));
    onProgress({ doing: 'drawing', done: index + 1, total: count });
    await nextTask();
  }
  signal.throwIfAborted();
  return new Blob(frames);
}
