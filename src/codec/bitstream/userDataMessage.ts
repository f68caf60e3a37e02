import { unitHeaderBytes, unitPayload, unitType } from './nalUnits.ts';

/** A user_data_unregistered SEI message (H.265, D.2.7): bytes that a UUID gives their meaning. */
export interface UserData {
  /** 16 bytes. */
  readonly uuid: Uint8Array;
  /** All behind the UUID; null where the message is cut off or its end is not where it says. */
  readonly body: Uint8Array | null;
}

/**
 * A whole prefix SEI unit of HEVC, without start code or length, that holds one
 * user_data_unregistered message (H.265, 7.3.2.4, 7.3.5 and D.2.7).
 *
 * @param uuid 16 bytes
 * @param temporalIdPlus1 that of the slices of its picture: a unit of a higher temporal layer than
 *   its picture would be dropped from it, one of a lower layer is not allowed (H.265, 7.4.2.2)
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

/** @returns null for every other unit, also for SEI that begins with another message */
export function readUserData(unit: Uint8Array): UserData | null {
  if (unitType('hevc', unit) !== PREFIX_SEI) return null;
  const message = parseUserData(unitPayload('hevc', unit));
  return message && { uuid: message.uuid, body: message.isWhole ? message.body : null };
}

/**
 * Reads the payload of an SEI unit, of HEVC or of H.264, whose user data messages are alike.
 *
 * @returns null where it begins with another message; what is cut off, or followed by something
 *   else, is not whole
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
/** rbsp_trailing_bits behind whole bytes. */
const TRAILING_BITS = 0x80;

/**
 * A unit of this header and payload, with an emulation prevention byte wherever the payload would
 * look like a start code (H.265, 7.4.2). A payload that ends with trailing bits never ends with 0.
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
