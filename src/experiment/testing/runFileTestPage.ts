// Page of runFileInChromium.test.ts: writes and reads made-up runs with the real workers.
import { proxy } from 'comlink';
import { createCodecWorker } from '../../codec/createCodecWorker.ts';
import { bytesSha256 } from '../../files/sha256.ts';
import { allocateFrames, type FrameSize } from '../../sequence/frames.ts';
import { madeUpRun } from '../../testing/madeUpRun.ts';
import { createRunFilesWorker } from '../createRunFilesWorker.ts';
import { exactPictures, type Run } from '../run.ts';
import { readRun, writeRun } from '../runFile.ts';
import type { VideoDecoding } from '../runFilesApi.ts';
import { runFilesService } from '../runs/runFilesService.ts';

declare global {
  interface Window {
    readonly runCalls: typeof calls;
  }
}

const workers = { runFiles: createRunFilesWorker(), codec: createCodecWorker() };

const ENCODERS = {
  coarse: encoderWith((quantizer) => (quantizer === 0 ? 0 : 63)),
  ignoring: encoderWith(() => 63),
  none: undefined,
};

const calls = {
  /** Writes a run and reads it again: with the workers, or in this page without a decoder. */
  async roundTrip(size: FrameSize, frameCount: number, noDecoder = false) {
    const run = madeUpRun(size, frameCount);
    const progress: number[] = [];
    const file = await writeRun(run, workers, { onProgress: (share) => progress.push(share) });
    const events: (number | string)[] = [];
    const opened = noDecoder
      ? await readWithoutDecoder(file)
      : await readRun({ name: 'reef.maskscope', data: file }, workers, {
          onOpened: (early) => void events.push(early.name),
          onFrames: (ready) => events.push(ready),
        });
    const again = await open(await writeRun(opened.run, workers));
    return {
      progress,
      events,
      bytes: file.size,
      notes: opened.notes,
      ...factsOf(opened.run),
      before: await pixelsOf(run),
      after: await pixelsOf(opened.run),
      /** After a second round, which must not lose anything. */
      again: await pixelsOf(again.run),
      fidelityAgain: again.run.original?.fidelity,
    };
  },

  /** Reads a damaged file. */
  async refusal() {
    const file = await writeRun(madeUpRun(), workers);
    return open(file.slice(0, file.size - 100)).then(
      () => null,
      (error: Error) => `${error.name}: ${error.message}`,
    );
  },

  /**
   * Noise, by an encoder that is coarser than asked, one that ignores quantizers, or none; null for
   * pictures without loss.
   */
  async fidelityOfNoise(encoder: keyof typeof ENCODERS) {
    const size = { width: 64, height: 64 };
    const frames = allocateFrames(size, 2);
    new Uint8Array(frames.buffer).forEach((_, at, samples) => {
      samples[at] = Math.imul(at, 2654435761) >>> 24;
    });
    const run = madeUpRun(size, 2, { original: exactPictures(frames) });
    const file = await withWindow('VideoEncoder', ENCODERS[encoder], () =>
      runFilesService.write(run, () => {}),
    );
    const { run: found } = await open(file);
    return found.original?.fidelity;
  },
};

function open(file: Blob) {
  return readRun({ name: 'reef.maskscope', data: file }, workers);
}

async function readWithoutDecoder(data: Blob) {
  let run: Run = madeUpRun();
  const decodeVideo: VideoDecoding = async (video, size, count) => {
    const onProgress = proxy(() => {});
    const { frames } = await workers.codec.run((api) =>
      api.ingestVideo(video, size, count, onProgress),
    );
    return frames;
  };
  const notes = await withWindow('VideoDecoder', undefined, () =>
    runFilesService.read({ name: 'reef.maskscope', data }, decodeVideo, {
      onOpened: (opened) => {
        run = opened;
      },
      onFrames: () => {},
    }),
  );
  return { run, notes };
}

/** Runs `work` while this page has another codec interface. */
async function withWindow<Result>(
  name: 'VideoDecoder' | 'VideoEncoder',
  replacement: unknown,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = window[name];
  Object.assign(window, { [name]: replacement });
  try {
    return await work();
  } finally {
    Object.assign(window, { [name]: before });
  }
}

/** The browser's encoder, with other quantizers than asked. */
function encoderWith(change: (quantizer: number) => number) {
  return class extends VideoEncoder {
    override encode(frame: VideoFrame, options?: VideoEncoderEncodeOptions): void {
      const quantizer = change(options?.vp9?.quantizer ?? 0);
      super.encode(frame, { ...options, vp9: { quantizer } });
    }
  };
}

function factsOf({ original, columns }: Run) {
  return {
    fidelity: columns.map(({ pictures }) => pictures?.fidelity),
    shared:
      columns[1]?.pictures === original &&
      columns[2]?.pictures === columns[3]?.pictures &&
      columns[2]?.video === columns[3]?.video,
  };
}

async function pixelsOf({ original, truth, columns }: Run) {
  const hash = async (buffer: SharedArrayBuffer | undefined) =>
    buffer ? bytesSha256(new Uint8Array(buffer).slice() as Uint8Array<ArrayBuffer>) : null;
  return {
    pictures: await Promise.all([
      hash(original?.frames.buffer),
      hash(columns[2]?.pictures?.frames.buffer),
    ]),
    maps: await Promise.all([hash(truth?.maps.buffer), hash(columns[3]?.maps?.buffer)]),
  };
}

Object.assign(window, { runCalls: calls });
