import { HevcSyntax } from '../bitstream/hevcSyntax.ts';
import { packetUnits } from '../bitstream/nalUnits.ts';
import { isVp8Shown, isVp9Shown } from '../bitstream/vpxFrames.ts';
import { configurationUnits, lengthBytesOf } from './hevcConfiguration.ts';

/** Tells which packets of a track decoders output, in coding order. */
export type PictureVisibility = (packet: Uint8Array) => boolean;

/**
 * @param codec by mediabunny's name
 * @param configuration the track's HEVCDecoderConfigurationRecord; empty for other codecs
 * @returns null if all packets are shown, as with other codecs
 */
export function pictureVisibility(
  codec: string | null,
  configuration: Uint8Array,
): PictureVisibility | null {
  switch (codec) {
    case 'vp8':
      return isVp8Shown;
    case 'vp9':
      return isVp9Shown;
    case 'hevc':
      return hevcVisibility(configuration);
    default:
      return null;
  }
}

function hevcVisibility(configuration: Uint8Array): PictureVisibility {
  const syntax = new HevcSyntax();
  const lengthBytes = lengthBytesOf(configuration);
  // The decoder reports damage, with the frame.
  const read = (unit: Uint8Array) => {
    try {
      return syntax.read(unit);
    } catch (error) {
      if (error instanceof RangeError) return null;
      throw error;
    }
  };
  for (const unit of configurationUnits(configuration)) read(unit);
  return (packet) => {
    let isShown = true;
    for (const unit of packetUnits(packet, lengthBytes) ?? []) {
      isShown = read(unit)?.isShown ?? isShown;
    }
    return isShown;
  };
}
