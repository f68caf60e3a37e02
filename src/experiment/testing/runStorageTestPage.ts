// The page on which `npm run bench -- --only runs` compares ways to store a run: the pictures and
// maps of the built-in sequence, as its four columns show them.

import { proxy } from 'comlink';
import type { EncodedVideo } from '../../codec/encodedVideo.ts';
import { FfmpegQueue } from '../../codec/ffmpeg/ffmpegQueue.ts';
import { NO_SECONDS } from '../../results/columnSeconds.ts';
import { PUBLISHED_COLUMNS } from '../../results/columnSpec.ts';
import { allocateFrames, type Frames } from '../../sequence/frames.ts';
import { allocateLabelMaps, type LabelMaps } from '../../sequence/labelMaps.ts';
import { Library } from '../../sequence/library.ts';
import type { Truth } from '../../sequence/readTruth.ts';
import { madeUpProvenance } from '../../testing/madeUpResults.ts';
import { readVideoFacts } from '../../testing/videoReader.ts';
import { createRunFilesWorker } from '../createRunFilesWorker.ts';
import { exactPictures, type Fidelity, type Run } from '../run.ts';
import { readRun, writeRun } from '../runFile.ts';
import { fidelityOf } from '../runs/fidelity.ts';
import { gunzipInto, gzip } from '../runs/gzip.ts';
import { decodeVp9 } from '../runs/vp9Decoder.ts';
import { encodeVp9 } from '../runs/vp9Encoder.ts';
import { createWorkers } from '../workers.ts';

/** A way to store pictures or maps. */
export interface StorageFigures {
  readonly bytes: number;
  readonly encodeSeconds: number;
  readonly decodeSeconds: number;
  /** Null if nothing is lost. */
  readonly fidelity: Fidelity | null;
}

/** The sets of pictures of the four columns: the x265 column's at CRF 45, ours' at CRF 48. */
export type PictureSet = 'original' | 'x265' | 'ours';

interface Prepared {
  readonly pictures: Readonly<Record<PictureSet, Frames>>;
  readonly video: EncodedVideo;
  readonly truth: Truth;
}

declare global {
  interface Window {
    readonly runStorage: typeof calls;
  }
}

const FRAME_RATE = 25;
const silent = proxy(() => {});
const workers = createWorkers();
const runFiles = createRunFilesWorker();
let prepared: Prepared | null = null;

const calls = {
  /** Makes the pictures of the columns. Returns the number of frames. */
  async prepare(): Promise<number> {
    const library = new Library('/', readVideoFacts);
    await library.load();
    const source = library.find('reef-crossing');
    if (!source) throw new Error('there is no built-in sequence');
    const { size, pictureNames } = source;
    const files = await Promise.all(
      pictureNames.map(async (name, index) => ({ name, data: await source.readPicture(index) })),
    );
    const annotations = await Promise.all(
      pictureNames.map(async (name, index) => {
        const data = await source.readAnnotation(index);
        return data && { name, data };
      }),
    );
    const truth = await workers.scoring.run((api) => api.readTruth(annotations, size));
    const frames = allocateFrames(size, files.length);
    await workers.codec.run((api) => api.ingest(files, frames, 0, silent));
    const coded = async (crf: number) => {
      const settings = { crf, keyint: 8 };
      const video = await workers.codec.run((api) => api.encode(frames, settings, silent));
      return { video, ...(await workers.codec.run((api) => api.decode(video, silent))) };
    };
    const x265 = await coded(45);
    const pictures = { original: frames, x265: x265.frames, ours: await enhanced(await coded(48)) };
    prepared = { pictures, video: x265.video, truth };
    return frames.count;
  },

  /** VP9 by the browser, as run files have it. */
  async vp9(set: PictureSet, quantizer: number): Promise<StorageFigures> {
    const frames = framesOf(set);
    const options = { quantizer, frameRate: FRAME_RATE, onFrame: () => {} };
    return timed(
      frames,
      async () => (await encodeVp9(frames, options)) ?? refuse('no VP9 encoder'),
      async (webm, into) => void ((await decodeVp9(webm, into, () => {})) || refuse('no decoder')),
    );
  },

  /** Raw samples, compressed. */
  gzip(set: PictureSet): Promise<StorageFigures> {
    const frames = framesOf(set);
    return timed(
      frames,
      async () => bytesOf(await gzip(new Uint8Array(frames.buffer))),
      async (packed, into) => {
        await gunzipInto(new Blob([packed]), new Uint8Array(into.buffer));
      },
    );
  },

  /** Another encoder, in ffmpeg.wasm, which also decodes; includes loading it, each time. */
  async ffmpeg(set: PictureSet, options: readonly string[]): Promise<StorageFigures> {
    const frames = framesOf(set);
    const { width, height } = frames.size;
    return timed(
      frames,
      async () => {
        const { data } = await new FfmpegQueue().run({
          doing: `encoding with ${options.join(' ')}`,
          inputs: [{ name: 'in.yuv', read: () => new Uint8Array(frames.buffer).slice() }],
          arguments: [
            ...['-f', 'rawvideo', '-video_size', `${width}x${height}`, '-i', 'in.yuv'],
            ...[...options, 'out.mkv'],
          ],
          output: 'out.mkv',
        });
        return data;
      },
      decodeWithFfmpeg,
    );
  },

  /** The x265 column's own video, which has to be in the run anyway; includes loading ffmpeg. */
  x265Video(): Promise<StorageFigures> {
    const { video } = ready();
    return timed(framesOf('x265'), async () => video.file, decodeWithFfmpeg);
  },

  /** Label maps, as a lossless mask stream and compressed. */
  async maps(kind: 'mask stream' | 'gzip'): Promise<StorageFigures> {
    const { maps } = ready().truth;
    const into = allocateLabelMaps(maps.size, maps.count);
    if (kind === 'gzip') {
      return timedMaps(
        async () => bytesOf(await gzip(new Uint8Array(maps.buffer))),
        (packed) => gunzipInto(new Blob([packed]), new Uint8Array(into.buffer)),
        ({ length }) => length,
      );
    }
    const settings = { quality: 'lossless', scale: 1, refresh: 0 } as const;
    return timedMaps(
      async () => (await workers.masks.run((api) => api.encode(maps, settings, silent))).packets,
      (packets) => workers.masks.run((api) => api.decode(packets, 'maps', into, silent)),
      (packets) => packets.reduce((sum, { length }) => sum + length, 0),
    );
  },

  /** The whole run of four columns: written, and opened as on a first visit. */
  async wholeRun() {
    const run = wholeRun();
    const start = performance.now();
    const file = await writeRun(run, { runFiles });
    const written = performance.now();
    runFiles.terminate();
    const address = URL.createObjectURL(file);
    const asked = performance.now();
    // A new worker, like that of a page that was just opened.
    const data = await (await fetch(address)).blob();
    const events: number[] = [];
    const note = () => void events.push((performance.now() - asked) / 1000);
    const { notes } = await readRun(
      { name: 'reef-crossing.maskscope', data },
      { runFiles, codec: workers.codec },
      { onOpened: note, onFrames: note },
    );
    return {
      bytes: file.size,
      writeSeconds: (written - start) / 1000,
      /** From the request: until masks and figures, the first frame and all frames are there. */
      openSeconds: {
        masks: events[0],
        firstFrame: events[1],
        allFrames: (performance.now() - asked) / 1000,
      },
      notes,
    };
  },
};

async function enhanced({
  video,
  frames,
}: {
  readonly video: EncodedVideo;
  readonly frames: Frames;
}): Promise<Frames> {
  const { size, count } = frames;
  const output = allocateFrames(size, count);
  const { settings, packets } = video;
  await workers.networks.run(async (api) => {
    await api.prepare({
      ...{ networks: ['compact'], provider: 'wasm', size },
      ...{ memoryFrames: null, objectCount: 0 },
    });
    for (let index = 0; index < count; index++) {
      await api.enhance(frames, index, { crf: settings.crf, packets }, null, output);
    }
  });
  return output;
}

/** A run of the published columns. All masks are the ground truth's, in memory of their own. */
function wholeRun(): Run {
  const { pictures, truth, video } = ready();
  const { size, count } = pictures.original;
  const sets: PictureSet[] = ['original', 'original', 'x265', 'ours'];
  const exact = { ...pictures, ...mapValues(pictures, exactPictures) };
  const area = { psnrY: 30.123456789, ssimY: 0.912345678 };
  const quality = { psnrY: 31.5, psnr: 32.25, ssimY: 0.9, inside: area, outside: area };
  const score = { J: [0.812345678, 0.712345678, 0.612345678], F: [0.9, 0.8, 0.7] };
  return {
    ...{ name: 'reef-crossing', size, frameCount: count, frameRate: FRAME_RATE },
    ...{ objectIds: [1, 2, 3], scoredIds: [1, 2, 3], memoryFrames: null },
    ...{ original: exact.original, truth, provenance: madeUpProvenance() },
    columns: PUBLISHED_COLUMNS.map((spec, index) => ({
      ...{ spec, title: null, crf: index < 2 ? null : 45, rateReached: true },
      pictures: exact[sets[index] ?? 'original'],
      decoded: exact[index < 2 ? 'original' : 'x265'],
      decodedQuality: [],
      maps: index === 0 ? truth.maps : copyOf(truth.maps),
      scores: Array.from({ length: count }, () => score),
      quality: Array.from({ length: count }, () => quality),
      ...{ seconds: NO_SECONDS, notes: [], provider: 'wasm' as const },
      ...{ video: index < 2 ? null : video, imported: null, masks: null },
    })),
  };
}

function mapValues<Key extends string, From, To>(
  record: Readonly<Record<Key, From>>,
  change: (value: From) => To,
): Record<Key, To> {
  const entries = Object.entries<From>(record).map(([key, value]) => [key, change(value)]);
  return Object.fromEntries(entries) as Record<Key, To>;
}

function copyOf({ size, count, buffer }: LabelMaps): LabelMaps {
  const copy = allocateLabelMaps(size, count);
  new Uint8Array(copy.buffer).set(new Uint8Array(buffer));
  return copy;
}

async function timed(
  frames: Frames,
  encode: () => Promise<Uint8Array<ArrayBuffer>>,
  decode: (bytes: Uint8Array<ArrayBuffer>, into: Frames) => Promise<void>,
): Promise<StorageFigures> {
  const into = allocateFrames(frames.size, frames.count);
  const start = performance.now();
  const bytes = await encode();
  const encoded = performance.now();
  await decode(bytes, into);
  const decoded = performance.now();
  return {
    bytes: bytes.length,
    encodeSeconds: (encoded - start) / 1000,
    decodeSeconds: (decoded - encoded) / 1000,
    fidelity: fidelityOf(frames, into),
  };
}

async function timedMaps<Packed>(
  encode: () => Promise<Packed>,
  decode: (packed: Packed) => Promise<unknown>,
  sizeOf: (packed: Packed) => number,
): Promise<StorageFigures> {
  const start = performance.now();
  const packed = await encode();
  const encoded = performance.now();
  await decode(packed);
  return {
    bytes: sizeOf(packed),
    encodeSeconds: (encoded - start) / 1000,
    decodeSeconds: (performance.now() - encoded) / 1000,
    fidelity: null,
  };
}

async function decodeWithFfmpeg(bytes: Uint8Array<ArrayBuffer>, into: Frames): Promise<void> {
  workers.codec.terminate();
  const video = { name: 'video.mkv', data: new Blob([bytes]) };
  const { frames } = await workers.codec.run((api) =>
    api.ingestVideo(video, into.size, into.count, silent),
  );
  new Uint8Array(into.buffer).set(new Uint8Array(frames.buffer));
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

function framesOf(set: PictureSet): Frames {
  return ready().pictures[set];
}

function ready(): Prepared {
  return prepared ?? refuse('not prepared');
}

function refuse(why: string): never {
  throw new Error(why);
}

Object.assign(window, { runStorage: calls });
