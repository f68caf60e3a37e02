import { bitstreamSize } from '../codec/bitstreamSize.ts';
import type { CodecApi } from '../codec/codecApi.ts';
import { importFrames } from '../codec/importFrames.ts';
import type { StreamFile } from '../codec/importStream.ts';
import { carryMasks } from '../codec/maskCarrier.ts';
import { readVideoFacts } from '../codec/videoFacts.ts';
import type { VideoFilesApi } from '../codec/videoFilesApi.ts';
import { x265CommandLine } from '../codec/x265.ts';
import type { Workers } from '../experiment/workers.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { slicedDigest } from '../files/slicedDigest.ts';
import type { BlocksApi } from '../hevc/blocksApi.ts';
import type { MaskErrors } from '../hevc/maskErrors.ts';
import type { ObjectBits } from '../hevc/objectBits.ts';
import type { MasksApi } from '../masks/masksApi.ts';
import { masksService } from '../masks/masksService.ts';
import type { NetworksApi } from '../networks/networksApi.ts';
import type { ScoringApi } from '../scoring/scoringApi.ts';
import { allocateFrames } from '../sequence/frames.ts';
import { allocateLabelMaps, labelMap } from '../sequence/labelMaps.ts';
import type { SequenceSource } from '../sequence/sequence.ts';

// Fake workers, to test which calls are made and what happens when they fail or return late. Real
// workers cannot be made to fail at a given moment; they are tested in experimentInChromium.test.ts
// and in e2e/.

export const FRAMES = 4;
export const SIZE = { width: 8, height: 8 };

/**
 * Workers that return a test's values, or plain frames and scores, at once. Raw frames and
 * bitstreams are really read.
 */
export class FakeWorkers {
  /** The calls in order, e.g. `codec.encode`. */
  calls: string[] = [];
  // Replaced methods.
  codec: Partial<CodecApi> = {};
  masks: Partial<MasksApi> = {};
  networks: Partial<NetworksApi> = {};
  scoring: Partial<ScoringApi> = {};
  videoFiles: Partial<VideoFilesApi> = {};
  blocks: Partial<BlocksApi> = {};

  /** The codec without replacements. */
  readonly plainCodec = plainCodec();

  readonly workers: Workers = {
    codec: this.worker('codec', this.plainCodec, () => this.codec),
    masks: this.worker('masks', masksService, () => this.masks),
    networks: this.worker('networks', plainNetworks(), () => this.networks),
    scoring: this.worker('scoring', plainScoring(), () => this.scoring),
    videoFiles: this.worker('videoFiles', plainVideoFiles(), () => this.videoFiles),
    blocks: this.worker('blocks', plainBlocks(), () => this.blocks),
  };

  count(call: string): number {
    return this.calls.filter((made) => made === call).length;
  }

  /** Runs calls on this thread, logs them in `calls`, and rejects them when their signal aborts. */
  private worker<Api extends object>(name: string, api: Api, replaced: () => Partial<Api>) {
    const remote = new Proxy(api, {
      get: (target, method) => {
        this.calls.push(`${name}.${String(method)}`);
        return Reflect.get({ ...target, ...replaced() }, method);
      },
    });
    let terminations = 0;
    return {
      get generation() {
        return terminations;
      },
      async run<T>(call: (api: never) => Promise<T>, signal?: AbortSignal): Promise<T> {
        signal?.throwIfAborted();
        const aborted = new Promise<never>((_, reject) => {
          signal?.addEventListener('abort', () => {
            terminations++;
            reject(signal.reason);
          });
        });
        return Promise.race([call(remote as never), aborted]);
      },
      terminate: () => {
        terminations++;
        this.calls.push(`${name}.terminate`);
      },
    } as never;
  }
}

/** A sequence of {@link FRAMES} frames of {@link SIZE} with one object. */
export function sequence(name: string): SequenceSource {
  return {
    name,
    origin: 'folder',
    layout: 'davis',
    video: null,
    laterObjects: false,
    pictureNames: Array.from({ length: FRAMES }, (_, index) => `${index}.jpg`),
    size: SIZE,
    objectIds: [1],
    frameRate: 25,
    readPicture: async () => new Blob(),
    readAnnotation: async () => new Blob(),
    warnings: [],
  };
}

/** A stream without packets. */
export function streamFile(file: NamedFile): StreamFile {
  const empty = { packets: [], headerBytes: 0, size: SIZE, encoderText: null, notes: [] };
  return { file, contents: { ...empty, codec: 'HEVC' }, masks: null };
}

function plainVideoFiles(): VideoFilesApi {
  return {
    facts: readVideoFacts,
    stream: async (file) => streamFile(file),
    bitstreamSize,
    carryMasks: (file, packets) => carryMasks(file, packets),
  };
}

function plainCodec(): CodecApi {
  return {
    ingest: async (pictures) => Promise.all(pictures.map((picture) => slicedDigest(picture))),
    encode: async (frames, { crf, keyint }) => ({
      title: 'x265',
      codec: 'HEVC',
      headerBytes: 0,
      streamBytes: 15 * frames.count,
      size: SIZE,
      codedSize: SIZE,
      settings: { crf, keyint },
      commandLine: x265CommandLine(frames.size, { crf, keyint }),
      log: '',
      file: new Uint8Array(),
      packets: Array.from({ length: frames.count }, () => ({ bytes: 10, key: false })),
      seconds: 1,
    }),
    decode: async (video) => ({
      frames: allocateFrames(video.size, video.packets.length),
      seconds: 1,
    }),
    ingestVideo: async (_, size, count) => ({ frames: allocateFrames(size, count), notes: [] }),
    importFrames,
    loadFfmpeg: async () => {},
    encodeClip: async () => new Uint8Array(),
    // The content of the file is used as the encoder's log.
    importStream: async ({ file: { name, data } }, size, count) => ({
      frames: allocateFrames(size, count),
      notes: [],
      masks: null,
      video: {
        title: name,
        codec: 'HEVC',
        headerBytes: 0,
        streamBytes: null,
        size,
        codedSize: size,
        settings: null,
        commandLine: null,
        log: await data.text(),
        file: data,
        packets: Array.from({ length: count }, () => ({ bytes: 20, key: false })),
        seconds: 1,
      },
    }),
  };
}

function plainNetworks(): NetworksApi {
  let runs = 0;
  return {
    prepare: async () => ({
      provider: 'wasm',
      device: 'wasm',
      memoryFrames: null,
      opened: 1,
      adapter: null,
      threads: 1,
      onnxruntimeWeb: '1.30.0',
      reason: null,
      goldenDifference: null,
      precision: 'float32',
      float16Disagreement: null,
      float16EnhancerDifference: null,
      float16Reason: null,
    }),
    networkFiles: async () => [{ name: 'vos.onnx', sha256: '00', bytes: 1 }],
    beginVos: async () => ++runs,
    segment: async () => ({ seconds: 1 }),
    enhance: async () => ({ seconds: 1 }),
    refineMasks: async (maps, _, index, __, output) => {
      labelMap(output, index).set(labelMap(maps, index));
      return { seconds: 1 };
    },
    introduceObjects: async () => ({ seconds: 1 }),
    endVos: async () => {},
  };
}

/** Every picture is one skipped block, half of it an object that got three quarters of the bits. */
export const OBJECT_BITS: ObjectBits = {
  inside: { pixels: 0, bits: 0 },
  innerBorder: { pixels: 32, bits: 60 },
  outerBorder: { pixels: 32, bits: 20 },
  background: { pixels: 0, bits: 0 },
};

/** A quarter of the object's pixels are wrong. */
export const MASK_ERRORS: MaskErrors = {
  kinds: {
    skipped: { object: 32, wrong: 8 },
    withoutResidual: { object: 0, wrong: 0 },
    withResidual: { object: 0, wrong: 0 },
    intra: { object: 0, wrong: 0 },
  },
  qps: [{ qp: 45, object: 32, wrong: 8 }],
};

/** The videos of these workers are made up, and have no blocks. */
function plainBlocks(): BlocksApi {
  return {
    open: async () => ({ video: 1, pictures: FRAMES }),
    read: async () => ({ blocks: null, fault: 'it is made up' }),
    objectBits: async () => ({ figure: OBJECT_BITS, fault: null }),
    maskErrors: async () => ({ figure: MASK_ERRORS, fault: null }),
    close: async () => {},
  };
}

function plainScoring(): ScoringApi {
  return {
    readTruth: async (annotations, size) => {
      const maps = allocateLabelMaps(size, annotations.length);
      labelMap(maps, 0).fill(1);
      return { maps, annotated: annotations.map(() => true), objectIds: [1] };
    },
    scoreLabelMap: async () => ({ J: [0.5], F: [0.5] }),
    countScore: async () => ({
      ...{ intersection: 1, union: 2, radius: 1 },
      foundContour: { pixels: 2, near: 1 },
      wantedContour: { pixels: 2, near: 1 },
    }),
    findArtefact: async () => null,
    scorePicture: async () => ({ psnrY: 30, psnr: 30, ssimY: 1, inside: null, outside: null }),
  };
}
