import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Output,
  WebMOutputFormat,
} from 'mediabunny';
import { copyFrame, evenSize } from '../../codec/padding.ts';
import { type FrameSize, type Frames, frameBytes, frameData } from '../../sequence/frames.ts';

export interface Vp9Options {
  /** 0 (without loss) to 63 (smallest), the same for every frame. */
  readonly quantizer: number;
  /** Frames per second, for players. */
  readonly frameRate: number;
  readonly onFrame: () => void;
}

/** Frames in the encoder at once, to bound its memory. */
const MOST_WAITING = 4;

/** Bits per sample where a browser takes no quantizers: about those of quantizer 20. */
const BITS_PER_SAMPLE = 0.8;

/** Frames are BT.601 in limited range, see `Frames`; the planes stay as they are. */
const COLOURS: VideoColorSpaceInit = {
  matrix: 'smpte170m',
  primaries: 'smpte170m',
  transfer: 'smpte170m',
  fullRange: false,
};

/**
 * Encodes frames as VP9 in WebM with the browser's own encoder. Odd sides are padded to even ones.
 *
 * @returns null if this browser does not encode VP9
 */
export async function encodeVp9(
  frames: Frames,
  options: Vp9Options,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const size = evenSize(frames.size);
  const config = await encoderConfig(size, options.frameRate);
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
  try {
    encoder.configure(config);
    for (let index = 0; index < frames.count; index++) {
      const frame = videoFrame(frames, index, size, options.frameRate);
      // `vp9` holds the quantizer of this frame; without quantizers it has no effect.
      const perFrame = { keyFrame: index === 0, vp9: { quantizer: options.quantizer } };
      encoder.encode(frame, perFrame);
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

/** Null if this browser does not encode VP9. */
async function encoderConfig(
  size: FrameSize,
  frameRate: number,
): Promise<VideoEncoderConfig | null> {
  if (typeof VideoEncoder === 'undefined') return null;
  const config = { codec: vp9Codec(size), ...size, latencyMode: 'quality' as const };
  const bitrate = Math.ceil(size.width * size.height * BITS_PER_SAMPLE * frameRate);
  const candidates: VideoEncoderConfig[] = [
    { ...config, bitrateMode: 'quantizer' },
    { ...config, bitrateMode: 'variable', bitrate, framerate: frameRate },
  ];
  for (const candidate of candidates) {
    // Some browsers reject a mode that they do not know instead of calling it unsupported.
    const answer = await VideoEncoder.isConfigSupported(candidate).catch(() => null);
    if (answer?.supported) return candidate;
  }
  return null;
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

function videoFrame(frames: Frames, index: number, size: FrameSize, frameRate: number): VideoFrame {
  const padded = new Uint8Array(frameBytes(size));
  copyFrame(frameData(frames, index), frames.size, padded, size);
  return new VideoFrame(padded, {
    format: 'I420',
    codedWidth: size.width,
    codedHeight: size.height,
    timestamp: Math.round((index * 1e6) / frameRate),
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
