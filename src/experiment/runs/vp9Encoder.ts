import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { copyFrame, evenSize } from '../../codec/padding.ts';
import {
  allocateFrames,
  type FrameSize,
  type Frames,
  frameBytes,
  frameData,
} from '../../sequence/frames.ts';

export interface Vp9Options {
  /** 0 (without loss) to 63 (smallest), the same for every frame. */
  readonly quantizer: number;
  /** Frames per second, for players. */
  readonly frameRate: number;
  readonly onFrame: () => void;
}

/** Frames in the encoder at once, to bound its memory. */
const MOST_WAITING = 4;

/**
 * Frames are BT.601 in limited range, see `Frames`. The planes stay as they are; Firefox needs this to
 * give them back, see `planesFromRgb`.
 */
const COLOURS: VideoColorSpaceInit = {
  matrix: 'smpte170m',
  primaries: 'smpte170m',
  transfer: 'smpte170m',
  fullRange: false,
};

/**
 * Encodes frames as VP9 in WebM with the browser's own encoder. Odd sides are padded to even ones.
 *
 * @returns null if this browser does not encode VP9 with quantizers
 */
export async function encodeVp9(
  frames: Frames,
  options: Vp9Options,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const size = evenSize(frames.size);
  const config = await encoderConfig(size);
  if (!config) return null;
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp9');
  output.addVideoTrack(source, { frameRate: options.frameRate });
  await output.start();
  let written = Promise.resolve();
  let failure: unknown = null;
  const encoder = new VideoEncoder({
    output(chunk, meta) {
      options.onFrame();
      written = written.then(() => source.add(EncodedPacket.fromEncodedChunk(chunk), meta));
      written.catch((error: unknown) => {
        failure ??= error;
      });
    },
    error(error) {
      failure ??= error;
    },
  });
  const padded = new Uint8Array(frameBytes(size));
  try {
    encoder.configure(config);
    for (let index = 0; index < frames.count; index++) {
      copyFrame(frameData(frames, index), frames.size, padded, size);
      const frame = videoFrame(padded, size, (index * 1e6) / options.frameRate);
      encoder.encode(frame, { keyFrame: index === 0, vp9: { quantizer: options.quantizer } });
      frame.close();
      while (encoder.encodeQueueSize > MOST_WAITING && failure === null) await dequeued(encoder);
      if (failure !== null) throw failure;
    }
    await encoder.flush();
    await written;
  } finally {
    if (encoder.state !== 'closed') encoder.close();
  }
  if (failure !== null) throw failure;
  await output.finalize();
  return target.buffer && new Uint8Array(target.buffer);
}

/** Null if this browser does not encode VP9 with quantizers. */
async function encoderConfig(size: FrameSize): Promise<VideoEncoderConfig | null> {
  const config = configFor(size);
  if (!(await isSupported(config))) return null;
  quantizersWork ??= probeQuantizers();
  return (await quantizersWork) ? config : null;
}

let quantizersWork: Promise<boolean> | null = null;

/**
 * Firefox 153 says that it supports quantizers and ignores them: two pictures of noise with the
 * smallest and the largest one show it.
 */
async function probeQuantizers(): Promise<boolean> {
  const size = { width: 64, height: 64 };
  const config = configFor(size);
  if (!(await isSupported(config))) return false;
  const noise = allocateFrames(size, 1);
  const samples = frameData(noise, 0);
  for (let at = 0; at < samples.length; at++) samples[at] = Math.imul(at, 2654435761) >>> 24;
  const bytes: number[] = [];
  let failed = false;
  const encoder = new VideoEncoder({
    output: (chunk) => bytes.push(chunk.byteLength),
    error: () => {
      failed = true;
    },
  });
  try {
    encoder.configure(config);
    for (const [index, quantizer] of [63, 0].entries()) {
      const frame = videoFrame(samples, size, index * 40_000);
      encoder.encode(frame, { keyFrame: true, vp9: { quantizer } });
      frame.close();
    }
    await encoder.flush();
  } catch {
    return false;
  } finally {
    if (encoder.state !== 'closed') encoder.close();
  }
  const [coarse = 0, exact = 0] = bytes;
  return !failed && exact > 1.5 * coarse;
}

function configFor(size: FrameSize): VideoEncoderConfig {
  return { codec: vp9Codec(size), ...size, bitrateMode: 'quantizer', latencyMode: 'quality' };
}

async function isSupported(config: VideoEncoderConfig): Promise<boolean> {
  if (typeof VideoEncoder === 'undefined') return false;
  // Some browsers reject a mode that they do not know instead of calling it unsupported.
  const answer = await VideoEncoder.isConfigSupported(config).catch(() => null);
  return answer?.supported === true;
}

/** VP9 profile 0, 8 bit, of the lowest level with pictures this large. */
function vp9Codec({ width, height }: FrameSize): string {
  const samples = width * height;
  const level = LEVELS.find(([, most]) => samples <= most)?.[0] ?? '62';
  return `vp09.00.${level}.08`;
}

/** Levels 3, 4, 5 and 6 with their largest pictures in samples. */
const LEVELS = [
  ['30', 552_960],
  ['40', 2_228_224],
  ['50', 8_912_896],
] as const;

/** @param samples one yuv420p frame of `size`, with even sides; not in shared memory */
function videoFrame(samples: Uint8Array, size: FrameSize, timestamp: number): VideoFrame {
  return new VideoFrame(samples.slice(), {
    format: 'I420',
    codedWidth: size.width,
    codedHeight: size.height,
    timestamp: Math.round(timestamp),
    colorSpace: COLOURS,
  });
}

function dequeued(encoder: VideoEncoder): Promise<void> {
  return new Promise((resolve) => {
    encoder.addEventListener('dequeue', () => resolve(), { once: true });
    // A failed encoder may fire no event.
    setTimeout(resolve, 100);
  });
}
