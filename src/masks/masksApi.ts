import type { FrameSize } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { FixedSettings } from './encodeMaskStream.ts';
import type { ExplainedMap } from './explain.ts';
import type { MaskStream, MaskStreamSettings } from './maskStream.ts';

/** A mask stream that was made here. */
export interface EncodedMasks extends MaskStream {
  /** As asked for, with the scale that was chosen. */
  readonly settings: FixedSettings;
  /** What coding took, the choice of the scale included. */
  readonly seconds: number;
}

export interface DecodedMasks {
  /** Pixels a side for which one coded label stood. */
  readonly scale: number;
  /** One for each map: why it cannot be trusted; null where nothing is known against it. */
  readonly damage: readonly (string | null)[];
  readonly seconds: number;
}

/** What the masks worker offers. */
export interface MasksApi {
  /** Codes label maps; `onProgress` is told of maps done. */
  encode(
    maps: LabelMaps,
    settings: MaskStreamSettings,
    onProgress: (done: number, total: number) => void,
  ): Promise<EncodedMasks>;
  /**
   * Decodes a stream of as many packets as `into` has maps. A map that cannot be decoded is the last
   * good one, and empty before the first; those of a period with a wrong checksum are as they came.
   *
   * @param packets null where one is missing
   * @param name of the file that they came from, or what they are, for messages
   * @throws Problem when nothing of it can be decoded, when its maps have another size, or when a
   *   newer version wrote it
   */
  decode(
    packets: readonly (Uint8Array | null)[],
    name: string,
    into: LabelMaps,
    onProgress: (done: number, total: number) => void,
  ): Promise<DecodedMasks>;
  /** Says, map by map, where the bits of a stream went; null for maps that cannot be decoded. */
  explain(
    packets: readonly (Uint8Array | null)[],
    size: FrameSize,
  ): Promise<readonly (ExplainedMap | null)[]>;
}
