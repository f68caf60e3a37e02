/** Codecs whose streams consist of NAL units, by mediabunny's names; mediabunny has no VVC. */
export type NalCodec = 'avc' | 'hevc' | 'vvc';

/**
 * The NAL units of a bare stream (Annex B of H.264, H.265 and H.266), without start codes and the
 * zero bytes around them. Each is a view into `stream`, its header first.
 */
export function* annexBUnits(stream: Uint8Array): Generator<Uint8Array> {
  let start = startCode(stream, 0);
  while (start !== null) {
    const next = startCode(stream, start.end);
    const unit = withoutTrailingZeros(stream.subarray(start.end, next?.begin ?? stream.length));
    if (unit.length > 0) yield unit;
    start = next;
  }
}

/**
 * A unit never ends with a zero byte: trailing ones are padding or part of the next start code. Some
 * programs leave them when they copy a bare stream into a container.
 */
export function withoutTrailingZeros(unit: Uint8Array): Uint8Array {
  let end = unit.length;
  while (end > 0 && unit[end - 1] === 0) end -= 1;
  return unit.subarray(0, end);
}

function startCode(stream: Uint8Array, from: number): { begin: number; end: number } | null {
  let at = stream.indexOf(1, from + 2);
  while (at >= 0) {
    if (stream[at - 1] === 0 && stream[at - 2] === 0) return { begin: at - 2, end: at + 1 };
    at = stream.indexOf(1, at + 1);
  }
  return null;
}

/**
 * The NAL units of a container's packet, each preceded by its length.
 *
 * @param lengthBytes bytes of a length, from the track's configuration
 * @returns null if the lengths do not fill the packet, which then does not consist of NAL units
 */
export function packetUnits(packet: Uint8Array, lengthBytes: number): Uint8Array[] | null {
  const units: Uint8Array[] = [];
  let at = 0;
  while (at < packet.length) {
    let length = 0;
    for (let index = 0; index < lengthBytes; index++) {
      length = length * 256 + (packet[at + index] ?? 0);
    }
    at += lengthBytes;
    if (length === 0 || at + length > packet.length) return null;
    units.push(packet.subarray(at, at + length));
    at += length;
  }
  return units;
}

/** nal_unit_type (H.264, 7.3.1; H.265 and H.266, 7.3.1.2). */
export function unitType(codec: NalCodec, unit: Uint8Array): number {
  switch (codec) {
    case 'avc':
      return (unit[0] ?? 0) & 0x1f;
    case 'hevc':
      return ((unit[0] ?? 0) >> 1) & 0x3f;
    case 'vvc':
      return (unit[1] ?? 0) >> 3;
  }
}

/** Bytes of a unit's header, before its payload. */
export function unitHeaderBytes(codec: NalCodec): number {
  return codec === 'avc' ? 1 : 2;
}

/**
 * A unit's payload without its emulation prevention bytes (H.265, 7.4.2).
 *
 * @param most maximum number of bytes to return: a slice's header is short, its data long
 */
export function unitPayload(codec: NalCodec, unit: Uint8Array, most = unit.length): Uint8Array {
  const payload = new Uint8Array(Math.min(most, unit.length));
  let length = 0;
  let zeros = 0;
  for (let at = unitHeaderBytes(codec); at < unit.length && length < payload.length; at++) {
    const byte = unit[at] ?? 0;
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    payload[length] = byte;
    length += 1;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return payload.subarray(0, length);
}
