import type { MaskMessage } from './maskMessage.ts';

/** A coded picture of an HEVC video, as far as mask messages need to know it. */
export interface HevcPicture {
  /** Where it stands in display order, from 0. */
  readonly place: number;
  /** True where decoding can start. */
  readonly key: boolean;
  /** nuh_temporal_id_plus1 of its slices; null where it has no slice that can be found. */
  readonly temporalIdPlus1: number | null;
  /** The mask messages that it has now. */
  readonly messages: readonly MaskMessage[];
}

/** An HEVC video whose mask messages can be read and replaced. */
export interface HevcPictures {
  /** In coding order. */
  readonly pictures: readonly HevcPicture[];
  /** All bytes of the mask messages that it has now, with their start codes or lengths. */
  readonly messageBytes: number;
  /**
   * The same video, in a file of the same kind, with these mask messages and no others.
   *
   * @param units whole SEI units in the order of `pictures`; null for a picture without
   */
  replaceMessages(units: readonly (Uint8Array<ArrayBuffer> | null)[]): Promise<Blob>;
}

/** Why a video has no pictures to be read here: it is of another codec. */
export interface OtherCodec {
  /** As the container calls it. */
  readonly otherCodec: string;
}
