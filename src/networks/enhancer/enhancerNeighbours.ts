import type { Packet } from '../../codec/encodedVideo.ts';

/**
 * Indices of the decoded frames that help to enhance a frame. A missing neighbour is replaced by
 * the frame itself.
 */
export interface Neighbours {
  /** The next frame, or the one after it if the next one is a key frame. */
  readonly following: number;
  /**
   * The next key frame, which begins the next group of pictures. The last group has none: it gets
   * the key frame of the group before, which helps more than the frame itself.
   */
  readonly nextKey: number;
  /** The last frame of the previous group of pictures. */
  readonly groupBefore: number;
}

/**
 * The neighbours of a frame, as `models/enhancer/neighbours.py` chooses them. The previous frame is
 * not one, since x265 codes a frame as the difference from it. Frames that are coded later or
 * without this frame contain new information.
 *
 * @param packets of the whole video, in display order; the first counts as a key frame
 */
export function neighboursOf(index: number, packets: readonly Pick<Packet, 'key'>[]): Neighbours {
  const isKey = ({ key }: Pick<Packet, 'key'>) => key;
  const laterKey = packets.findIndex((packet, at) => at > index && packet.key);
  const group = Math.max(0, packets.slice(0, index + 1).findLastIndex(isKey));
  const earlierKey = group > 0 ? Math.max(0, packets.slice(0, group).findLastIndex(isKey)) : index;
  const following = laterKey === index + 1 ? index + 2 : index + 1;
  return {
    following: following < packets.length ? following : index,
    nextKey: laterKey < 0 ? earlierKey : laterKey,
    groupBefore: group > 0 ? group - 1 : index,
  };
}
