import type { Packet } from '../../codec/encodedVideo.ts';

/**
 * Frames of a decoded video that help to enhance a frame, by index. Where a video has no such frame,
 * the frame itself stands in: then nothing differs.
 */
export interface Neighbours {
  /** The next frame that is no key frame: at most two on. */
  readonly following: number;
  /** The next key frame, which begins the next group of pictures. */
  readonly nextKey: number;
  /** The last frame of the group of pictures before. */
  readonly groupBefore: number;
}

/**
 * The neighbours of a frame, as `models/enhancer/neighbours.py` chooses them: x265 codes a frame as
 * what changed since the one before, so that the frame before brings nothing new. New is what is
 * coded later, and what is coded without this frame.
 *
 * @param packets of the whole video, in display order; the first is taken for a key frame
 */
export function neighboursOf(index: number, packets: readonly Pick<Packet, 'key'>[]): Neighbours {
  const isKey = ({ key }: Pick<Packet, 'key'>) => key;
  const nextKey = packets.findIndex((packet, at) => at > index && packet.key);
  const group = Math.max(0, packets.slice(0, index + 1).findLastIndex(isKey));
  const following = nextKey === index + 1 ? index + 2 : index + 1;
  return {
    following: following < packets.length ? following : index,
    nextKey: nextKey < 0 ? index : nextKey,
    groupBefore: group > 0 ? group - 1 : index,
  };
}
