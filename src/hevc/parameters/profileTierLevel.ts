import type { BitReader } from '../../codec/bitReader.ts';

/** Bits of a profile's indications, and of a level (7.3.3). */
const PROFILE_BITS = 88;
const LEVEL_BITS = 8;

/**
 * profile_tier_level(1, subLayers) (7.3.3).
 *
 * @param subLayers sps_max_sub_layers_minus1
 * @returns general_profile_idc
 */
export function readProfile(reader: BitReader, subLayers: number): number {
  // general_profile_space, general_tier_flag
  reader.skip(3);
  const profile = reader.bits(5);
  reader.skip(PROFILE_BITS - 8 + LEVEL_BITS);
  const present = Array.from({ length: subLayers }, () => [reader.flag(), reader.flag()] as const);
  if (subLayers > 0) reader.skip(2 * (8 - subLayers));
  for (const [hasProfile, hasLevel] of present) {
    reader.skip((hasProfile ? PROFILE_BITS : 0) + (hasLevel ? LEVEL_BITS : 0));
  }
  return profile;
}
