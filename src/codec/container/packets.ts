import { BufferSource, EncodedPacketSink, Input, MATROSKA } from 'mediabunny';
import { Problem } from '../../problem.ts';
import type { EncodedVideo, Packet } from '../encodedVideo.ts';
import { countedBytes } from '../unitBits.ts';
import { configurationUnits, descriptionBytes } from './hevcConfiguration.ts';
import { nalUnitsOf } from './nalPackets.ts';

/**
 * Reads the packets of a Matroska file's HEVC track, in display order. Only the coded pictures
 * count. The parameter sets and x265's message about itself (2.3 kB together) are stored once in the
 * file's header, while a bare `.hevc` stream repeats them before every key frame. With a key frame
 * interval of 1, x265 writes them into every packet as well.
 *
 * @param frameCount expected number of packets, one per picture
 * @throws Problem if the file has no video track or a different number of packets
 */
export async function readPackets(
  file: Uint8Array<ArrayBuffer>,
  frameCount: number,
): Promise<Pick<EncodedVideo, 'packets' | 'headerBytes' | 'streamBytes'>> {
  const input = new Input({ source: new BufferSource(file), formats: [MATROSKA] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw new Problem('The encoded video has no video track.', RETRY);
    const packets = [];
    for await (const packet of new EncodedPacketSink(track).packets()) packets.push(packet);
    if (packets.length !== frameCount) {
      throw new Problem(
        `The encoded video has ${packets.length} pictures instead of ${frameCount}.`,
        RETRY,
      );
    }
    packets.sort((a, b) => a.timestamp - b.timestamp);
    const configuration = descriptionBytes((await track.getDecoderConfig())?.description);
    const units = nalUnitsOf('hevc', configuration);
    let headerBytes = configuration.length;
    const read = packets.map(({ data, type }) => {
      const found = units.of(data);
      headerBytes += found?.headerBytes ?? 0;
      return { bytes: found?.pictureBytes ?? data.length, key: type === 'key' };
    });
    const streamBytes = bareStreamBytes(read, configurationUnits(configuration));
    return { packets: read, headerBytes, streamBytes };
  } finally {
    input.dispose();
  }
}

/** Bytes of the bare stream, in which the headers are repeated before every key frame. */
function bareStreamBytes(packets: readonly Packet[], headers: readonly Uint8Array[]): number {
  const ofHeaders = headers.reduce((sum, unit) => sum + countedBytes(unit), 0);
  return packets.reduce((sum, { bytes, key }) => sum + bytes + (key ? ofHeaders : 0), 0);
}

const RETRY = 'Encode it again; if it happens again, please report it with the log.';
