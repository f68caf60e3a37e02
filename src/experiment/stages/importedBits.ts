import { namingFile } from '../../codec/createVideoFilesWorker.ts';
import type { Packet } from '../../codec/encodedVideo.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import type { WholeStage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import { objectId } from './objectId.ts';
import type { OpenSequence } from './read.ts';

/** Bits of an import. */
export interface ImportedBits {
  /**
   * Bytes of all frames, or of the whole file if it cannot be split into frames; null without a
   * bitstream.
   */
  readonly bytes: number | null;
  /** One for each frame, in display order; null if the file cannot be split into frames. */
  readonly packets: readonly Packet[] | null;
  /** A remark on `bytes` for the user, e.g. that they are the whole file's; null if none. */
  readonly note: string | null;
}

/** Counts the frames without headers, as for x265, or else the whole file if it cannot be split. */
export function importedBitsStage(
  read: WholeStage<OpenSequence>,
  bitstream: NamedFile,
  { videoFiles }: Pick<Workers, 'videoFiles'>,
): WholeStage<ImportedBits> {
  return {
    shape: 'whole',
    id: `bits(${objectId(bitstream.data)} ${bitstream.name} ${read.id})`,
    kind: 'import',
    lane: 'codec',
    inputs: [{ stage: read, need: 'all' }],
    frames: read.frames,
    bytes: () => 0,
    make: async ({ outputOf, signal }) => {
      const { count } = outputOf(read).frames;
      const { bytes, packets, wholeBecause, notes } = await namingFile(
        bitstream.name,
        videoFiles.run((api) => api.bitstreamSize(bitstream, count), signal),
      );
      if (packets) return { bytes: bytesOf(packets), packets, note: notes.join(' ') || null };
      return {
        bytes,
        packets: null,
        note: `Its bits are those of the whole file, headers included. ${wholeBecause}`,
      };
    },
  };
}

/** Bytes of all packets. */
export function bytesOf(packets: readonly Packet[]): number {
  return packets.reduce((sum, packet) => sum + packet.bytes, 0);
}
