import type { MaskMessage } from './maskMessage.ts';

/** A coded picture of an HEVC video, with the properties that mask messages need. */
export interface HevcPicture {
  /** Position in display order of the shown pictures, from 0; null if it is not shown. */
  readonly place: number | null;
  /** True if decoding can start here. */
  readonly key: boolean;
  /** nuh_temporal_id_plus1 of its slices; null if no slice is found. */
  readonly temporalIdPlus1: number | null;
  /** Its current mask messages. */
  readonly messages: readonly MaskMessage[];
}

/** An HEVC video whose mask messages can be read and replaced. */
export interface HevcPictures {
  /** In coding order. */
  readonly pictures: readonly HevcPicture[];
  /** Bytes of all current mask messages, including their start codes or lengths. */
  readonly messageBytes: number;
  /** What the user should know about the choice of the video track, a sentence each. */
  readonly notes: readonly string[];
  /** What {@link replaceMessages} leaves out of the file, in words, e.g. `chapters`. */
  readonly leaves: readonly string[];
  /**
   * Returns the video in the same file format, with these mask messages instead of its current
   * ones.
   *
   * @param units complete SEI units in the order of `pictures`; null for a picture without a
   *   message
   */
  replaceMessages(units: readonly (Uint8Array<ArrayBuffer> | null)[]): Promise<Blob>;
}

/** A video whose codec is not HEVC. */
export interface OtherCodec {
  /** The codec's name in the container. */
  readonly otherCodec: string;
}
