import type { FrameSize } from '../../sequence/frames.ts';
import type { NalCodec } from './nalUnits.ts';
import type { PictureOrder } from './pictureOrder.ts';

/** What the first unit of a coded picture says. */
export interface CodedPictureStart {
  /** True where decoding can start. */
  readonly key: boolean;
  readonly order: PictureOrder;
}

/** A codec's syntax as far as it tells pictures apart; units are to be given in coding order. */
export interface StreamSyntax {
  readonly codec: NalCodec;
  /** Size of the pictures after cropping; null before the stream has said it. */
  readonly size: FrameSize | null;
  /**
   * Takes note of a unit.
   *
   * @returns a picture's start, null for units that start none
   * @throws RangeError when the unit is damaged or needs parameter sets that are missing
   */
  read(unit: Uint8Array): CodedPictureStart | null;
  /** True for a unit that belongs to the picture before it, not to the one after. */
  endsPicture(unit: Uint8Array): boolean;
}
