import { Problem } from '../problem.ts';
import { ByteReader, TruncatedError, varintBytes } from './byteReader.ts';
import { MASK_STREAM_VERSION, newerVersion, REFRESH_MARK } from './refreshHeader.ts';

/** `MSKS`. */
const MAGIC = [0x4d, 0x53, 0x4b, 0x53];

/**
 * Represents a missing packet: a refresh without a header, which every decoder treats as damaged.
 */
const MISSING = Uint8Array.of(REFRESH_MARK);

/**
 * Writes a `.msk` file: magic, version, then the packets, each preceded by its length.
 *
 * @param packets null for a missing packet
 */
export function writeMaskFile({
  packets,
}: {
  readonly packets: readonly (Uint8Array | null)[];
}): Uint8Array<ArrayBuffer> {
  const parts = packets.flatMap((packet) => {
    const bytes = packet ?? MISSING;
    return [Uint8Array.from(varintBytes(bytes.length)), bytes];
  });
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

/** True when the bytes begin like a `.msk` file. */
export function isMaskFile(file: Uint8Array): boolean {
  return MAGIC.every((byte, index) => file[index] === byte);
}

/**
 * Reads a `.msk` file.
 *
 * @returns its packets; null for one that was missing when the file was written, and for the last
 *   if the file is truncated
 * @throws Problem that names the file when it is not a mask stream, or when its version is newer
 */
export function readMaskFile(file: Uint8Array, name: string): (Uint8Array | null)[] {
  if (!isMaskFile(file)) {
    throw new Problem(
      `${name} is not a mask stream.`,
      'Mask streams (.msk) come from Maskscope: "Save mask stream" or `npm run masks -- encode`.',
    );
  }
  const reader = new ByteReader(file, MAGIC.length);
  const packets: (Uint8Array | null)[] = [];
  try {
    const version = reader.byte();
    if (version !== MASK_STREAM_VERSION) throw newerVersion(version);
    while (reader.left > 0) {
      const packet = reader.take(reader.varint());
      packets.push(packet.length === 1 && packet[0] === REFRESH_MARK ? null : packet);
    }
  } catch (error) {
    if (!(error instanceof TruncatedError)) throw error;
    packets.push(null);
  }
  return packets;
}
