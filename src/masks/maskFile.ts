import { Problem } from '../problem.ts';
import { ByteReader, TruncatedError, varintBytes } from './byteReader.ts';
import type { MaskStream } from './maskStream.ts';
import { MASK_STREAM_VERSION, newerVersion } from './refreshHeader.ts';

/** `MSKS`. */
const MAGIC = [0x4d, 0x53, 0x4b, 0x53];

/** A mask stream as a file of its own, `.msk`: magic, version, then each packet behind its length. */
export function writeMaskFile({ packets }: MaskStream): Uint8Array<ArrayBuffer> {
  const parts = packets.flatMap((packet) => [Uint8Array.from(varintBytes(packet.length)), packet]);
  const head = Uint8Array.from([...MAGIC, MASK_STREAM_VERSION]);
  const length = parts.reduce((sum, part) => sum + part.length, head.length);
  const file = new Uint8Array(length);
  let position = 0;
  for (const part of [head, ...parts]) {
    file.set(part, position);
    position += part.length;
  }
  return file;
}

/**
 * Reads a `.msk` file.
 *
 * @returns its packets; the last is null where the file is cut off in it
 * @throws Problem that names the file when it is none, or of a newer version
 */
export function readMaskFile(file: Uint8Array, name: string): (Uint8Array | null)[] {
  if (!MAGIC.every((byte, index) => file[index] === byte)) {
    throw new Problem(
      `${name} is not a mask stream.`,
      'Mask streams (.msk) come from Maskscope: "Save the mask stream" or `npm run masks -- encode`.',
    );
  }
  const reader = new ByteReader(file, MAGIC.length);
  const packets: (Uint8Array | null)[] = [];
  try {
    const version = reader.byte();
    if (version !== MASK_STREAM_VERSION) throw newerVersion(version);
    while (reader.left > 0) packets.push(reader.take(reader.varint()));
  } catch (error) {
    if (!(error instanceof TruncatedError)) throw error;
    packets.push(null);
  }
  return packets;
}
