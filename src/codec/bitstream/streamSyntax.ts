import type { FrameSize } from '../../sequence/frames.ts';
import type { NalCodec } from './nalUnits.ts';
import type { PictureOrder } from './pictureOrder.ts';

/** The start of a coded picture, from its first unit. */
export interface CodedPictureStart {
  /** True if decoding can start here. */
  readonly key: boolean;
  readonly order: PictureOrder;
  /** False for a picture that decoders do not output. */
  readonly isShown: boolean;
}

/** The part of a codec's syntax that separates pictures; units must be read in coding order. */
export interface StreamSyntax {
  readonly codec: NalCodec;
  /** Size of the pictures after cropping; null until a parameter set is read. */
  readonly size: FrameSize | null;
  /**
   * Reads the next unit.
   *
   * @returns the start of a picture; null if the unit does not start one
   * @throws RangeError if the unit is damaged or needs parameter sets that are missing
   */
  read(unit: Uint8Array): CodedPictureStart | null;
  /** True for a unit that belongs to the preceding picture, not to the next one. */
  endsPicture(unit: Uint8Array): boolean;
}
