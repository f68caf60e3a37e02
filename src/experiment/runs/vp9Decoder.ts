import { BufferSource, EncodedPacketSink, Input, WEBM } from 'mediabunny';
import { copyFrame, evenSize } from '../../codec/padding.ts';
import {
  chromaSize,
  type FrameSize,
  type Frames,
  frameBytes,
  frameData,
} from '../../sequence/frames.ts';
import { planesFromRgb } from './rgbPlanes.ts';

/** Frames decoded ahead of those that are copied: decoders have few, and wait for them. */
const MOST_AHEAD = 8;

/**
 * Decodes the pictures of a run with the browser's own decoder: exactly, since VP9 prescribes every
 * bit, or in Firefox to within one level in a few samples.
 *
 * @param webm VP9 in WebM, of the frames' size with even sides
 * @param into receives the frames; the file must have as many
 * @returns false if this browser cannot decode VP9, or not to planes of 4:2:0
 * @throws an error if the file is damaged or has another number of frames
 */
export async function decodeVp9(
  webm: Uint8Array<ArrayBuffer>,
  into: Frames,
  onFrame: () => void,
): Promise<boolean> {
  const input = new Input({ source: new BufferSource(webm), formats: [WEBM] });
  try {
    const track = await input.getPrimaryVideoTrack();
    const described = await track?.getDecoderConfig();
    if (!track || !described) throw new Error('there is no video track');
    const config = await supportedConfig(described);
    if (!config) return false;
    const sink = new PictureSink(into, onFrame);
    try {
      sink.decoder.configure(config);
      for await (const packet of new EncodedPacketSink(track).packets()) {
        await sink.decode(packet.toEncodedVideoChunk());
      }
      await sink.finish();
    } finally {
      sink.close();
    }
    return !sink.oddFormat;
  } finally {
    input.dispose();
  }
}

/**
 * In software if possible: that gives planes at once, while a picture decoded by a GPU has to be
 * read back.
 */
async function supportedConfig(config: VideoDecoderConfig): Promise<VideoDecoderConfig | null> {
  if (typeof VideoDecoder === 'undefined') return null;
  for (const hardwareAcceleration of ['prefer-software', 'no-preference'] as const) {
    const candidate = { ...config, hardwareAcceleration };
    const answer = await VideoDecoder.isConfigSupported(candidate).catch(() => null);
    if (answer?.supported) return candidate;
  }
  return null;
}

/** Copies decoded pictures into frames, in order. */
class PictureSink {
  /** True after a picture that is not in planes of 4:2:0; then nothing more is decoded. */
  oddFormat = false;
  readonly decoder: VideoDecoder;
  private readonly coded: FrameSize;
  private given = 0;
  private arrived = 0;
  private copied = 0;
  private failure: unknown = null;
  private copying: Promise<void> = Promise.resolve();
  private wake: () => void = () => {};

  constructor(
    private readonly into: Frames,
    private readonly onFrame: () => void,
  ) {
    this.coded = evenSize(into.size);
    this.decoder = new VideoDecoder({
      output: (picture) => {
        const index = this.arrived++;
        this.copying = this.copying.then(() => this.store(picture, index));
      },
      error: (error) => this.fail(error),
    });
  }

  async decode(chunk: EncodedVideoChunk): Promise<void> {
    if (this.oddFormat) return;
    if (this.failure !== null) throw this.failure;
    this.given += 1;
    if (this.given > this.into.count) throw new Error('there are more frames than the run has');
    this.decoder.decode(chunk);
    while (this.given - this.copied > MOST_AHEAD && !this.stopped) {
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        // A decoder may keep frames back until it gets more.
        setTimeout(resolve, 50);
      });
      if (this.given - this.arrived > MOST_AHEAD) break;
    }
  }

  async finish(): Promise<void> {
    if (!this.stopped) await this.decoder.flush();
    await this.copying;
    if (this.failure !== null) throw this.failure;
    if (this.oddFormat || this.copied === this.into.count) return;
    throw new Error(`there are ${this.copied} frames instead of ${this.into.count}`);
  }

  close(): void {
    if (this.decoder.state !== 'closed') this.decoder.close();
  }

  private get stopped(): boolean {
    return this.oddFormat || this.failure !== null;
  }

  private async store(picture: VideoFrame, index: number): Promise<void> {
    try {
      if (this.stopped) return;
      const planes = await planesOf(picture, this.coded);
      if (planes === null) this.oddFormat = true;
      else copyFrame(planes, this.coded, frameData(this.into, index), this.into.size);
    } catch (error) {
      this.fail(error);
    } finally {
      picture.close();
    }
    this.copied += 1;
    if (!this.stopped) this.onFrame();
    this.wake();
  }

  private fail(error: unknown): void {
    this.failure ??= error;
    this.wake();
  }
}

/**
 * The planes of a decoded picture as yuv420p.
 *
 * @returns null if it is in another format or of another size
 */
async function planesOf(picture: VideoFrame, size: FrameSize): Promise<Uint8Array | null> {
  const rect = picture.visibleRect;
  if (rect?.width !== size.width || rect.height !== size.height) return null;
  const { width, height } = chromaSize(size);
  const luma = size.width * size.height;
  const chroma = width * height;
  // Not into shared memory, which not every browser copies to.
  const planes = new Uint8Array(frameBytes(size));
  if (picture.format === 'I420') {
    const layout = [
      { offset: 0, stride: size.width },
      { offset: luma, stride: width },
      { offset: luma + chroma, stride: width },
    ];
    await picture.copyTo(planes, { layout });
    return planes;
  }
  if (picture.format === 'NV12') {
    const pairs = new Uint8Array(planes.length);
    const layout = [
      { offset: 0, stride: size.width },
      { offset: luma, stride: 2 * width },
    ];
    await picture.copyTo(pairs, { layout });
    planes.set(pairs.subarray(0, luma));
    for (let at = 0; at < chroma; at++) {
      planes[luma + at] = pairs[luma + 2 * at] as number;
      planes[luma + chroma + at] = pairs[luma + 2 * at + 1] as number;
    }
    return planes;
  }
  // Firefox gives RGB; another matrix than that of the planes would lose them.
  const order = /^(RGB|BGR)[XA]$/.exec(picture.format ?? '')?.[1];
  if (!order || picture.colorSpace.matrix !== 'smpte170m') return null;
  const rgb = new Uint8Array(4 * luma);
  await picture.copyTo(rgb, { layout: [{ offset: 0, stride: 4 * size.width }] });
  planesFromRgb(rgb, order === 'RGB', size, planes);
  return planes;
}
