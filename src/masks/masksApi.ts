import type { FrameSize } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { FixedSettings } from './encodeMaskStream.ts';
import type { ExplainedMap } from './explain.ts';
import type { MaskStream, MaskStreamSettings } from './maskStream.ts';

export interface EncodedMasks extends MaskStream {
  /** The requested settings with the chosen scale. */
  readonly settings: FixedSettings;
  /** Encoding time, including the choice of the scale. */
  readonly seconds: number;
}

export interface DecodedMasks {
  /** One coded label covers scale×scale pixels. */
  readonly scale: number;
  /** For each map, why it cannot be trusted; null if no damage was detected. */
  readonly damage: readonly (string | null)[];
  readonly seconds: number;
}

/** The interface of the masks worker. */
export interface MasksApi {
  /** Encodes label maps; calls `onProgress` after each map. */
  encode(
    maps: LabelMaps,
    settings: MaskStreamSettings,
    onProgress: (done: number, total: number) => void,
  ): Promise<EncodedMasks>;
  /**
   * Decodes a stream with one packet per map of `into`. A map that cannot be decoded is replaced by
   * the last good one, or is empty if there is none; maps of a period with a wrong checksum are
   * kept.
   *
   * @param packets null for a missing packet
   * @param name of the file, or a description of the masks, for messages
   * @throws Problem when no map can be decoded, when the number or size of the maps is wrong, or
   *   when the stream has a newer version
   */
  decode(
    packets: readonly (Uint8Array | null)[],
    name: string,
    into: LabelMaps,
    onProgress: (done: number, total: number) => void,
  ): Promise<DecodedMasks>;
  /** Reports, for each map, how its bits were spent; null for maps that cannot be decoded. */
  explain(
    packets: readonly (Uint8Array | null)[],
    size: FrameSize,
  ): Promise<readonly (ExplainedMap | null)[]>;
}
