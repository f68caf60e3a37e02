import type { HevcPicture } from './bitstream/hevcPictures.ts';
import { maskUnit } from './bitstream/maskMessage.ts';

/** Default maximum of packets per message: the experiment's key frame distance. */
export const PICTURES_PER_MESSAGE = 8;

/** Counted for a start code, or for the length in its place; see `CarriedMasks.maskBits`. */
const START_CODE_BYTES = 4;

/**
 * Computes the bits that `carryMasks` would add to a video, without writing it; they are counted as
 * in `CarriedMasks.maskBits`.
 *
 * @param pictures in display order; every key frame starts a message
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

/** The packets of each message, keyed by the place of the picture that follows it. */
export function groupPackets(
  pictures: readonly { readonly place: number; readonly key: boolean }[],
  packets: readonly Uint8Array[],
  picturesPerMessage: number,
): Map<number, Uint8Array[]> {
  const keys = new Set(pictures.filter(({ key }) => key).map(({ place }) => place));
  const groups = new Map<number, Uint8Array[]>();
  let group: Uint8Array[] = [];
  for (const [place, packet] of packets.entries()) {
    if (place === 0 || group.length >= picturesPerMessage || keys.has(place)) {
      group = [];
      groups.set(place, group);
    }
    group.push(packet);
  }
  return groups;
}
