import { isMaskUnit } from './maskMessage.ts';
import { type NalCodec, unitPayload, unitType } from './nalUnits.ts';
import { parseUserData } from './userDataMessage.ts';

/**
 * Bytes that a unit is counted with: its own and four more, as Matroska and MP4 store it after its
 * length and a bare stream after a start code. So the same pictures count the same in each.
 */
export function countedBytes(unit: Uint8Array): number {
  return unit.length + 4;
}

/**
 * True for units that say how to decode, and nothing of a single picture: parameter sets, what the
 * encoder wrote about itself, delimiters, filler. They are counted apart: a bare x265 stream repeats
 * them at every key frame, Matroska keeps them once in the file's header. VVC's adaptation
 * parameter sets are pictures' own filters and count as picture.
 */
export function isHeaderUnit(codec: NalCodec, unit: Uint8Array): boolean {
  const type = unitType(codec, unit);
  return HEADER_TYPES[codec].includes(type) || encoderText(codec, unit) !== null;
}

/** nal_unit_type of H.264 (table 7-1), H.265 (table 7-1) and H.266 (table 5). */
const HEADER_TYPES: Record<NalCodec, readonly number[]> = {
  // SPS, PPS, delimiter, ends of sequence and stream, filler, SPS extension, subset SPS
  avc: [7, 8, 9, 10, 11, 12, 13, 15],
  // VPS, SPS, PPS, delimiter, ends of sequence and stream, filler
  hevc: [32, 33, 34, 35, 36, 37, 38],
  // OPI, DCI, VPS, SPS, PPS, delimiter, ends of sequence and stream, filler
  vvc: [12, 13, 14, 15, 16, 20, 21, 22, 25],
};

const PREFIX_SEI: Record<NalCodec, number> = { avc: 6, hevc: 39, vvc: 23 };

/**
 * What an encoder wrote about itself and its settings, as x264 and x265 do in an SEI message.
 *
 * @returns null for every other unit
 */
export function encoderText(codec: NalCodec, unit: Uint8Array): string | null {
  if (unitType(codec, unit) !== PREFIX_SEI[codec]) return null;
  // Masks are a picture's own, and cost it bits.
  if (codec === 'hevc' && isMaskUnit(unit)) return null;
  const message = parseUserData(unitPayload(codec, unit));
  if (!message) return null;
  const text = new TextDecoder().decode(message.body);
  return text.replace(/\0+$/, '');
}
