// The page of codecInChromium.ts: runs the codec worker on the file chosen in its input.
import { proxy } from 'comlink';
import { bytesSha256 } from '../../files/sha256.ts';
import { allocateFrames, type FrameSize } from '../../sequence/frames.ts';
import { createCodecWorker } from '../createCodecWorker.ts';
import { createVideoFilesWorker } from '../createVideoFilesWorker.ts';
import type { VideoStream } from '../encodedVideo.ts';
import type { ReadFrames } from '../formatNotes.ts';
import type { ImportedFrames } from '../importStream.ts';

/** The result of a call, without its frames. */
export interface Imported {
  /** SHA-256 of all frames, as hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
  /** All samples as an array for JSON; null if there are many. */
  readonly samples: readonly number[] | null;
  readonly video: Omit<VideoStream, 'file'> | null;
  /** The packets of the masks that a stream carries, as arrays for JSON. */
  readonly masks: readonly (readonly number[] | null)[] | null;
  readonly notes: readonly string[];
  readonly seconds: number;
}

export interface ImportRequest {
  readonly method: 'importFrames' | 'importStream' | 'ingestVideo' | 'ingest';
  readonly size: FrameSize;
  readonly count: number;
}

declare global {
  interface Window {
    callCodec(request: ImportRequest): Promise<Imported>;
  }
}

/** Most bytes that are given as an array. */
const SHOWN_BYTES = 2 ** 20;

window.callCodec = async ({ method, size, count }) => {
  const data = document.querySelector('input')?.files?.[0];
  if (!data) throw new Error('no file was chosen');
  const file = { name: data.name, data };
  const worker = createCodecWorker();
  const videoFiles = createVideoFilesWorker();
  const start = performance.now();
  try {
    const onProgress = proxy(() => {});
    const given = await worker.run<ReadFrames | ImportedFrames>(async (api) => {
      if (method === 'importStream') {
        const stream = await videoFiles.run((reader) => reader.stream(file));
        return api.importStream(stream, size, count, onProgress);
      }
      if (method !== 'ingest') return api[method](file, size, count, onProgress);
      const frames = allocateFrames(size, count);
      await api.ingest([file], frames, 0, onProgress);
      return { frames, notes: [] };
    });
    const { frames, notes } = given;
    const seconds = (performance.now() - start) / 1000;
    const samples = new Uint8Array(frames.buffer);
    return {
      sha256: await bytesSha256(samples.slice()),
      bytes: samples.length,
      samples: SHOWN_BYTES >= samples.length ? [...samples] : null,
      notes,
      video: 'video' in given ? { ...given.video, file: undefined } : null,
      masks: 'video' in given ? numbersOf(given.masks?.packets) : null,
      seconds,
    };
  } finally {
    worker.terminate();
    videoFiles.terminate();
  }
};

function numbersOf(packets: readonly (Uint8Array | null)[] | undefined) {
  return packets?.map((packet) => packet && [...packet]) ?? null;
}
