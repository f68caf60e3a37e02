import { packetBitsPerPixel } from '../../codec/encodedVideo.ts';
import type { ColumnState } from '../../experiment/experimentState.ts';
import type { FrameSize } from '../../sequence/frames.ts';

/** What a frame takes, in bits per pixel. */
export interface FrameBits {
  readonly video: number;
  /** 0 without coded masks. */
  readonly masks: number;
  /** True if decoding can start here. */
  readonly key: boolean;
}

/**
 * The bits of a column's frame.
 *
 * @returns null if they are not known: nothing was encoded, its masks are not coded yet, or only the
 * size of the whole file is known
 */
export function frameBits(column: ColumnState, frame: number, size: FrameSize): FrameBits | null {
  const packet = column.packets?.[frame];
  if (!packet || (column.spec.masks.source === 'coded' && !column.masks)) return null;
  const bytes = column.masks?.packets[frame]?.length ?? 0;
  return {
    video: packetBitsPerPixel(packet, size),
    masks: packetBitsPerPixel({ bytes }, size),
    key: packet.key,
  };
}
