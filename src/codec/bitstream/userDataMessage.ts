import { unitHeaderBytes, unitPayload, unitType } from './nalUnits.ts';

/** A user_data_unregistered SEI message (H.265, D.2.7): bytes whose meaning a UUID defines. */
export interface UserData {
  /** 16 bytes. */
  readonly uuid: Uint8Array;
  /** Everything after the UUID; null if the message is cut off or its length is wrong. */
  readonly body: Uint8Array | null;
}

/**
 * Encodes a complete prefix SEI unit of HEVC, without start code or length, with one
 * user_data_unregistered message (H.265, 7.3.2.4, 7.3.5 and D.2.7).
 *
 * @param uuid 16 bytes
 * @param temporalIdPlus1 that of the picture's slices: a unit of a higher temporal layer could be
 *   dropped without its picture, and a lower layer is not allowed (H.265, 7.4.2.2)
 */
export function userDataUnit(
  uuid: Uint8Array,
  body: Uint8Array,
  temporalIdPlus1: number,
): Uint8Array<ArrayBuffer> {
  const size = uuid.length + body.length;
  const wholeBytes = Math.floor(size / 0xff);
  const payload = new Uint8Array(1 + wholeBytes + 1 + size + 1);
  payload[0] = USER_DATA_UNREGISTERED;
  payload.fill(0xff, 1, 1 + wholeBytes);
  payload[1 + wholeBytes] = size % 0xff;
  payload.set(uuid, 2 + wholeBytes);
  payload.set(body, 2 + wholeBytes + uuid.length);
  payload[payload.length - 1] = TRAILING_BITS;
  return escaped([PREFIX_SEI << 1, temporalIdPlus1], payload);
}

/** @returns null for every other unit, including SEI that starts with another message */
export function readUserData(unit: Uint8Array): UserData | null {
  if (unitType('hevc', unit) !== PREFIX_SEI) return null;
  const message = parseUserData(unitPayload('hevc', unit));
  return message && { uuid: message.uuid, body: message.isWhole ? message.body : null };
}

/**
 * Reads the payload of an SEI unit of HEVC or H.264, which share the syntax of user data messages.
 *
 * @returns null if it starts with another message; `isWhole` is false if the message is cut off or
 *   followed by something else
 */
export function parseUserData(payload: Uint8Array) {
  if (payload[0] !== USER_DATA_UNREGISTERED) return null;
  let at = 1;
  let size = 0;
  while (payload[at] === 0xff) {
    size += 0xff;
    at += 1;
  }
  size += payload[at] ?? 0;
  at += 1;
  const end = at + size;
  return {
    uuid: payload.subarray(at, at + UUID_BYTES),
    body: payload.subarray(at + UUID_BYTES, end),
    isWhole: size >= UUID_BYTES && payload.length === end + 1 && payload[end] === TRAILING_BITS,
  };
}

/** nal_unit_type PREFIX_SEI_NUT (H.265, table 7-1). */
const PREFIX_SEI = 39;
const USER_DATA_UNREGISTERED = 5;
const UUID_BYTES = 16;
/** rbsp_trailing_bits at a byte boundary. */
const TRAILING_BITS = 0x80;

/**
 * A unit of this header and payload, with emulation prevention bytes where the payload resembles a
 * start code (H.265, 7.4.2). Trailing bits ensure that the payload does not end with a zero byte.
 */
function escaped(header: readonly number[], payload: Uint8Array): Uint8Array<ArrayBuffer> {
  const mostEscapes = Math.ceil(payload.length / 2);
  const unit = new Uint8Array(unitHeaderBytes('hevc') + payload.length + mostEscapes);
  unit.set(header);
  let length = header.length;
  let zeros = 0;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      unit[length] = 3;
      length += 1;
      zeros = 0;
    }
    unit[length] = byte;
    length += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return unit.slice(0, length);
}
