import { readUserData, userDataUnit } from './userDataMessage.ts';

/**
 * A mask message: packets of a mask stream in a picture's SEI. The UUID is followed by the version
 * (1 byte) and one or more packets, each preceded by its length in bytes (LEB128). The first packet
 * belongs to the picture that follows the message, the others to the next ones in display order.
 */
export interface MaskMessage {
  /** {@link MASK_MESSAGE_VERSION}, or that of a newer Maskscope; null if it is cut off. */
  readonly version: number | null;
  /** Null if the message is damaged or of another version. */
  readonly packets: readonly Uint8Array[] | null;
}

export const MASK_MESSAGE_VERSION = 1;

/**
 * Encodes a mask message as an SEI unit; see {@link userDataUnit}.
 *
 * @throws RangeError if there are no packets
 */
export function maskUnit(
  packets: readonly Uint8Array[],
  temporalIdPlus1: number,
): Uint8Array<ArrayBuffer> {
  if (packets.length === 0) throw new RangeError('a mask message needs a packet');
  const parts = packets.flatMap((packet) => [lengthBytes(packet.length), packet]);
  const body = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 1));
  body[0] = MASK_MESSAGE_VERSION;
  let at = 1;
  for (const part of parts) {
    body.set(part, at);
    at += part.length;
  }
  return userDataUnit(MASK_UUID, body, temporalIdPlus1);
}

/** @returns null for a unit that is not a mask message */
export function readMaskUnit(unit: Uint8Array): MaskMessage | null {
  const message = readUserData(unit);
  if (!message || !MASK_UUID.every((byte, index) => message.uuid[index] === byte)) return null;
  const { body } = message;
  if (!body) return { version: null, packets: null };
  const version = body[0] ?? null;
  return { version, packets: version === MASK_MESSAGE_VERSION ? readPackets(body, 1) : null };
}

export function isMaskUnit(unit: Uint8Array): boolean {
  return readMaskUnit(unit) !== null;
}

/**
 * 7e4c946a-0b3c-4ab6-9fec-1e125edcf961, a random UUID (version 4) for Maskscope. It has no zero
 * byte, so emulation prevention never changes it.
 */
const MASK_UUID = Uint8Array.of(
  ...[0x7e, 0x4c, 0x94, 0x6a, 0x0b, 0x3c, 0x4a, 0xb6],
  ...[0x9f, 0xec, 0x1e, 0x12, 0x5e, 0xdc, 0xf9, 0x61],
);

/** Null unless the packets fill the body exactly: nothing after a wrong length can be trusted. */
function readPackets(body: Uint8Array, from: number): Uint8Array[] | null {
  const packets: Uint8Array[] = [];
  let at = from;
  while (at < body.length) {
    let length = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = body[at];
      if (byte === undefined || scale > LARGEST_SCALE) return null;
      at += 1;
      length += (byte & 127) * scale;
      if (byte < 128) break;
    }
    if (length > body.length - at) return null;
    packets.push(body.slice(at, at + length));
    at += length;
  }
  return packets.length > 0 ? packets : null;
}

/** Limits lengths to five bytes: 2^35 exceeds the size of any unit. */
const LARGEST_SCALE = 128 ** 4;

/** LEB128: seven bits per byte, lowest first; the highest bit is set in all bytes but the last. */
function lengthBytes(length: number): Uint8Array {
  const bytes: number[] = [];
  let rest = length;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
