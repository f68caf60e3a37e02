import { type FrameSize, formatSize, sameSize } from '../../sequence/frames.ts';
import type { VideoFacts } from '../../sequence/videoFile.ts';

/** How a dropped stream can be used. */
export type StreamUse = 'x265 stream' | 'other codec' | 'sequence';

export interface StreamUses {
  /** The most likely one first. */
  readonly uses: readonly StreamUse[];
  /** Why others are left out, for the user; null if none is. */
  readonly reason: string | null;
}

/**
 * The uses of a dropped stream. What cannot be x265's stream of the open sequence is not offered as
 * it.
 *
 * @param facts null for a bare stream, of which little is known before it is decoded
 * @param canBeSequence true if it is a video file
 */
export function streamUses(
  facts: Pick<VideoFacts, 'codec' | 'size'> | null,
  sequence: { readonly name: string; readonly size: FrameSize },
  canBeSequence: boolean,
): StreamUses {
  const asSequence: readonly StreamUse[] = canBeSequence ? ['sequence'] : [];
  if (!facts) return { uses: ['x265 stream', 'other codec', ...asSequence], reason: null };
  if (!sameSize(facts.size, sequence.size)) {
    return {
      uses: asSequence,
      reason: `Its frames are ${formatSize(facts.size)}, but those of ${sequence.name} are ${formatSize(sequence.size)}, so it is no stream of it.`,
    };
  }
  if (facts.codec !== 'hevc') {
    const codec = CODEC_NAMES[facts.codec ?? ''] ?? facts.codec ?? 'of an unknown codec';
    return {
      uses: ['other codec', ...asSequence],
      reason: `It is ${codec}, not HEVC, so it is not x265’s stream.`,
    };
  }
  return { uses: ['x265 stream', 'other codec', ...asSequence], reason: null };
}

const CODEC_NAMES: Readonly<Record<string, string>> = {
  avc: 'H.264',
  vp8: 'VP8',
  vp9: 'VP9',
  av1: 'AV1',
};
