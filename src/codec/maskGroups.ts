import type { HevcPicture } from './bitstream/hevcPictures.ts';
import { maskUnit } from './bitstream/maskMessage.ts';

/** Most packets in a message: the experiment's distance of key pictures. */
export const PICTURES_PER_MESSAGE = 8;

/** Of a start code, or the length that stands in its place; see `CarriedMasks.maskBits`. */
const START_CODE_BYTES = 4;

/**
 * The bits that `carryMasks` would add to a video, without writing it: all that
 * `CarriedMasks.maskBits` counts.
 *
 * @param pictures in display order; a message starts at each that is a key
 */
export function carriedMaskBits(
  pictures: readonly Pick<HevcPicture, 'key'>[],
  packets: readonly Uint8Array[],
  picturesPerMessage = PICTURES_PER_MESSAGE,
): number {
  const places = pictures.map(({ key }, place) => ({ place, key }));
  const units = [...groupPackets(places, packets, picturesPerMessage).values()].map((group) =>
    maskUnit(group, 1),
  );
  return units.reduce((sum, unit) => sum + (START_CODE_BYTES + unit.length) * 8, 0);
}

/** The packets of each message, by the place of the picture that it precedes. */
export function groupPackets(
  pictures: readonly Pick<HevcPicture, 'place' | 'key'>[],
  packets: readonly Uint8Array[],
  most: number,
): Map<number, Uint8Array[]> {
  const keys = new Set(pictures.filter(({ key }) => key).map(({ place }) => place));
  const groups = new Map<number, Uint8Array[]>();
  let group: Uint8Array[] = [];
  for (const [place, packet] of packets.entries()) {
    if (place === 0 || group.length >= most || keys.has(place)) {
      group = [];
      groups.set(place, group);
    }
    group.push(packet);
  }
  return groups;
}
