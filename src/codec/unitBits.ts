import { isMaskUnit } from './bitstream/maskMessage.ts';
import { type NalCodec, unitPayload, unitType } from './bitstream/nalUnits.ts';
import { parseUserData } from './bitstream/userDataMessage.ts';

/**
 * Bytes counted for a unit: its own and four more, for its length in Matroska and MP4 or its start
 * code in a bare stream. So a picture counts the same in every format.
 */
export function countedBytes(unit: Uint8Array): number {
  return unit.length + 4;
}

/**
 * True for units that belong to no single picture: parameter sets, the encoder's message about
 * itself, delimiters, filler. They are counted separately, because a bare x265 stream repeats them
 * at every key frame while Matroska stores them once in the file's header. VVC's adaptation
 * parameter sets contain the filters of single pictures and count as part of them.
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
 * The encoder's message about itself and its settings, which x264 and x265 write as SEI.
 *
 * @returns null for every other unit
 */
export function encoderText(codec: NalCodec, unit: Uint8Array): string | null {
  if (unitType(codec, unit) !== PREFIX_SEI[codec]) return null;
  // Masks belong to a picture and count as its bits.
  if (codec === 'hevc' && isMaskUnit(unit)) return null;
  const message = parseUserData(unitPayload(codec, unit));
  if (!message) return null;
  const text = new TextDecoder().decode(message.body);
  return text.replace(/\0+$/, '');
}
