import {
  BufferTarget,
  EncodedAudioPacketSource,
  type EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  type InputAudioTrack,
  type InputFormat,
  type InputTrack,
  type InputVideoTrack,
  MATROSKA,
  MkvOutputFormat,
  MovOutputFormat,
  Mp4OutputFormat,
  Output,
  type OutputFormat,
  QTFF,
} from 'mediabunny';
import type { NamedFile } from '../../files/namedFile.ts';
import { type OpenContainer, type ReadProgress, withContainer } from './openContainer.ts';

/**
 * Remuxes a container in its own format, with changed packets in its primary video track. Time
 * stamps, key flags, codec configurations, tags and all video and audio tracks are kept; see
 * {@link leftBehind} for what is not.
 *
 * @param change called with the video's packets in coding order; may return the same packet
 * @throws Problem see {@link withContainer}
 */
export function copyContainer(
  file: NamedFile,
  change: (packet: EncodedPacket, index: number) => EncodedPacket,
  onProgress: ReadProgress = () => {},
): Promise<Blob> {
  const copy = async ({ input, video }: OpenContainer) => {
    const target = new BufferTarget();
    const output = new Output({ format: outputFormat(await input.getFormat()), target });
    output.setMetadataTags(await input.getMetadataTags());
    const copies: (() => Promise<void>)[] = [];
    for (const track of await input.getTracks()) {
      if (track.isVideoTrack()) {
        const write = await addVideoTrack(output, track);
        const changed = track.id === video.id ? change : unchanged;
        copies.push(() => copyPackets(track, write, changed, onProgress));
      } else if (track.isAudioTrack()) {
        const write = await addAudioTrack(output, track);
        copies.push(() => copyPackets(track, write, unchanged, onProgress));
      }
    }
    await output.start();
    // Concurrently, because the writer interleaves tracks by time and buffers early packets.
    await Promise.all(copies.map((copy) => copy()));
    await output.finalize();
    if (!target.buffer) throw new Error('nothing was written');
    return new Blob([target.buffer], { type: output.format.mimeType });
  };
  return withContainer(file, copy, onProgress);
}

/**
 * What {@link copyContainer} leaves out of a file, in words: mediabunny does not read chapters,
 * subtitles, attachments and timecode.
 */
export function leftBehind({ structure }: OpenContainer): string[] {
  const { tracks, extras } = structure;
  const other = tracks.filter(({ kind }) => kind !== 'video' && kind !== 'audio');
  const kinds = [...new Set(other.map(({ kind }) => kind))];
  return [...kinds.map((kind) => (kind === 'other' ? 'other tracks' : kind)), ...extras];
}

type Write = (packet: EncodedPacket) => Promise<void>;

function unchanged(packet: EncodedPacket): EncodedPacket {
  return packet;
}

async function copyPackets(
  track: InputTrack,
  write: Write & { close(): void },
  change: (packet: EncodedPacket, index: number) => EncodedPacket,
  onProgress: ReadProgress,
): Promise<void> {
  let index = 0;
  for await (const packet of new EncodedPacketSink(track).packets()) {
    onProgress();
    await write(change(packet, index));
    index += 1;
  }
  write.close();
}

async function addVideoTrack(output: Output, track: InputVideoTrack) {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig) throw unknownCodec(track);
  const source = new EncodedVideoPacketSource(codec);
  const frameRate = await constantFrameRate(track);
  output.addVideoTrack(source, {
    ...(await commonMetadata(track)),
    transformationMatrix: await track.getTransformationMatrix(),
    ...(frameRate === null ? {} : { frameRate }),
  });
  const write = (packet: EncodedPacket) => source.add(packet, { decoderConfig });
  return Object.assign(write, { close: () => source.close() });
}

async function addAudioTrack(output: Output, track: InputAudioTrack) {
  const codec = await track.getCodec();
  const decoderConfig = await track.getDecoderConfig();
  if (!codec || !decoderConfig) throw unknownCodec(track);
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source, await commonMetadata(track));
  const write = (packet: EncodedPacket) => source.add(packet, { decoderConfig });
  return Object.assign(write, { close: () => source.close() });
}

async function commonMetadata(track: InputTrack) {
  const name = await track.getName();
  return {
    languageCode: await track.getLanguageCode(),
    disposition: await track.getDisposition(),
    ...(name === null ? {} : { name }),
  };
}

/**
 * The frame rate to write into the file, so that MP4 gets an exact time scale and Matroska stores
 * the rate. Null if the pictures do not have a constant rate from time 0: the writer would shift
 * them.
 */
async function constantFrameRate(track: InputVideoTrack): Promise<number | null> {
  const { underlyingFrameRate: rate } = await track.computeFrameRateMetrics({
    targetPacketCount: Number.POSITIVE_INFINITY,
  });
  if (rate === null) return null;
  const tolerance = 0.51 / (await track.getTimeResolution());
  const packets = new EncodedPacketSink(track).packets(undefined, undefined, {
    metadataOnly: true,
  });
  for await (const { timestamp } of packets) {
    if (Math.abs(Math.round(timestamp * rate) / rate - timestamp) > tolerance) return null;
  }
  return rate;
}

function outputFormat(format: InputFormat): OutputFormat {
  if (format === MATROSKA) return new MkvOutputFormat();
  return format === QTFF ? new MovOutputFormat() : new Mp4OutputFormat();
}

function unknownCodec(track: InputTrack): Error {
  return new Error(`track ${track.id} has a codec that cannot be copied`);
}
