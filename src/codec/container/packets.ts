import { BufferSource, EncodedPacketSink, Input, MATROSKA } from 'mediabunny';
import { Problem } from '../../problem.ts';
import type { VideoStream } from '../encodedVideo.ts';

/**
 * Reads the packets of a Matroska file's video track, in display order. They contain only the coded
 * pictures: the parameter sets and x265's message about itself (2.3 kB together) are stored once in
 * the file's header, while a bare `.hevc` stream repeats them before every key frame.
 *
 * @param frameCount expected number of packets, one per picture
 * @throws Problem if the file has no video track or a different number of packets
 */
export async function readPackets(
  file: Uint8Array<ArrayBuffer>,
  frameCount: number,
): Promise<Pick<VideoStream, 'packets' | 'headerBytes'>> {
  const input = new Input({ source: new BufferSource(file), formats: [MATROSKA] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new Problem('The encoded video has no video track.', RETRY);
    const packets = [];
    const options = { metadataOnly: true };
    for await (const packet of new EncodedPacketSink(track).packets(
      undefined,
      undefined,
      options,
    )) {
      packets.push(packet);
    }
    if (packets.length !== frameCount) {
      throw new Problem(
        `The encoded video has ${packets.length} pictures instead of ${frameCount}.`,
        RETRY,
      );
    }
    packets.sort((a, b) => a.timestamp - b.timestamp);
    const configuration = (await track.getDecoderConfig())?.description;
    return {
      packets: packets.map(({ byteLength, type }) => ({ bytes: byteLength, key: type === 'key' })),
      headerBytes: configuration?.byteLength ?? 0,
    };
  } finally {
    input.dispose();
  }
}

const RETRY = 'Encode it again; if it happens again, please report it with the log.';
