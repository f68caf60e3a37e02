import { Problem } from '../problem.ts';
import { ByteReader, TruncatedError, varintBytes } from './byteReader.ts';
import { MASK_STREAM_VERSION, newerVersion, REFRESH_MARK } from './refreshHeader.ts';

/** `MSKS`. */
const MAGIC = [0x4d, 0x53, 0x4b, 0x53];

/** Stands for a packet that is missing: a refresh without a header, which is damaged to any decoder. */
const MISSING = Uint8Array.of(REFRESH_MARK);

/**
 * A mask stream as a file of its own, `.msk`: magic, version, then each packet behind its length.
 *
 * @param packets null where one is missing
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

/** True for the first bytes of a `.msk` file. */
export function isMaskFile(file: Uint8Array): boolean {
  return MAGIC.every((byte, index) => file[index] === byte);
}

/**
 * Reads a `.msk` file.
 *
 * @returns its packets; null where one was missing when the file was written, and for the last where
 *   the file is cut off in it
 * @throws Problem that names the file when it is none, or of a newer version
 */
export function readMaskFile(file: Uint8Array, name: string): (Uint8Array | null)[] {
  if (!isMaskFile(file)) {
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
