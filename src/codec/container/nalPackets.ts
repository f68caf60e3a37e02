import { packetUnits, withoutTrailingZeros } from '../bitstream/nalUnits.ts';
import { countedBytes, encoderText, isHeaderUnit } from '../unitBits.ts';
import { configurationUnits, lengthBytesOf } from './hevcConfiguration.ts';

/**
 * A reader of the NAL units in the packets of an H.264 or HEVC track (ISO/IEC 14496-15, 5.3.3 and
 * 8.3.3), which tells what belongs to a picture from headers.
 *
 * @param configuration the track's configuration record
 */
export function nalUnitsOf(codec: 'hevc' | 'avc', configuration: Uint8Array) {
  const lengthBytes =
    codec === 'hevc' ? lengthBytesOf(configuration) : ((configuration[4] ?? 3) & 3) + 1;
  return {
    configured: codec === 'hevc' ? firstText('hevc', configurationUnits(configuration)) : null,
    /** Null for a packet that does not consist of units. */
    of(packet: Uint8Array) {
      const units = packetUnits(packet, lengthBytes)?.map(withoutTrailingZeros);
      if (!units) return null;
      const headers = units.filter((unit) => isHeaderUnit(codec, unit));
      const bytes = (some: readonly Uint8Array[]) =>
        some.reduce((sum, unit) => sum + countedBytes(unit), 0);
      const headerBytes = bytes(headers);
      return {
        headerBytes,
        pictureBytes: bytes(units) - headerBytes,
        text: firstText(codec, headers),
      };
    },
  };
}

function firstText(codec: 'hevc' | 'avc', units: readonly Uint8Array[]): string | null {
  for (const unit of units) {
    const text = encoderText(codec, unit);
    if (text !== null) return text;
  }
  return null;
}
