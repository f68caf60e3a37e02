import type { FrameSize } from '../../sequence/frames.ts';
import { BitReader } from '../bitReader.ts';
import { unitPayload, unitType } from './nalUnits.ts';
import type { CodedPictureStart, StreamSyntax } from './streamSyntax.ts';

/** nal_unit_type of H.265, table 7-1. */
const TYPE = {
  lastReferenced: 15,
  firstLeading: 6,
  firstSkippedLeading: 8,
  lastLeading: 9,
  firstIrap: 16,
  lastIdr: 20,
  cleanRandomAccess: 21,
  lastIrap: 23,
  lastVcl: 31,
  sequenceParameters: 33,
  pictureParameters: 34,
  endOfSequence: 36,
} as const;

/**
 * Units that do not start an access unit (H.265, 7.4.2.4.4) other than slices: filler and ends of
 * sequence and stream are among the headers, so suffix SEI and reserved and unspecified types.
 */
const BELONGS_TO_PICTURE_BEFORE = new Set([40, 45, 46, 47, ...[56, 57, 58, 59, 60, 61, 62, 63]]);

interface SequenceParameters {
  readonly size: FrameSize;
  readonly orderBits: number;
  readonly separateColourPlanes: boolean;
}

interface PictureParameters {
  readonly sequence: number;
  readonly outputFlag: boolean;
  readonly extraSliceBits: number;
}

/** The part of HEVC's syntax (H.265, 7.3) that separates pictures and gives their order. */
export class HevcSyntax implements StreamSyntax {
  readonly codec = 'hevc';
  size: FrameSize | null = null;
  private readonly sequences = new Map<number, SequenceParameters>();
  private readonly pictures = new Map<number, PictureParameters>();
  private atStart = true;
  /** True if the leading pictures that refer to pictures before the last IRAP are not decodable. */
  private startsAfresh = true;

  read(unit: Uint8Array): CodedPictureStart | null {
    const type = unitType('hevc', unit);
    // Units of further layers (multiview) belong to the base layer's picture.
    const layer = (((unit[0] ?? 0) & 1) << 5) | ((unit[1] ?? 0) >> 3);
    if (layer > 0) return null;
    if (type === TYPE.sequenceParameters) this.readSequenceParameters(unit);
    else if (type === TYPE.pictureParameters) this.readPictureParameters(unit);
    else if (type === TYPE.endOfSequence) this.atStart = true;
    return type <= TYPE.lastVcl ? this.readSlice(unit, type) : null;
  }

  endsPicture(unit: Uint8Array): boolean {
    const type = unitType('hevc', unit);
    return type <= TYPE.lastVcl || BELONGS_TO_PICTURE_BEFORE.has(type);
  }

  private readSequenceParameters(unit: Uint8Array): void {
    const reader = new BitReader(unitPayload('hevc', unit));
    reader.skip(4);
    const subLayers = reader.bits(3);
    reader.skip(1);
    skipProfileTierLevel(reader, subLayers);
    const id = reader.unsigned();
    const chroma = reader.unsigned();
    const separateColourPlanes = chroma === 3 && reader.flag();
    const width = reader.unsigned();
    const height = reader.unsigned();
    const [left, right, top, bottom] = reader.flag()
      ? [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
      : [0, 0, 0, 0];
    const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
    const unitY = chroma === 1 ? 2 : 1;
    this.size = {
      width: width - unitX * (left + right),
      height: height - unitY * (top + bottom),
    };
    // bit_depth_luma_minus8, bit_depth_chroma_minus8
    reader.unsigned();
    reader.unsigned();
    const orderBits = reader.unsigned() + 4;
    this.sequences.set(id, { size: this.size, orderBits, separateColourPlanes });
  }

  private readPictureParameters(unit: Uint8Array): void {
    const reader = new BitReader(unitPayload('hevc', unit));
    const id = reader.unsigned();
    const sequence = reader.unsigned();
    // dependent_slice_segments_enabled_flag
    reader.skip(1);
    const outputFlag = reader.flag();
    this.pictures.set(id, { sequence, outputFlag, extraSliceBits: reader.bits(3) });
  }

  private readSlice(unit: Uint8Array, type: number): CodedPictureStart | null {
    const reader = new BitReader(unitPayload('hevc', unit, 32));
    const first = reader.flag();
    if (!first) return null;
    const irap = type >= TYPE.firstIrap && type <= TYPE.lastIrap;
    // no_output_of_prior_pics_flag
    if (irap) reader.skip(1);
    const parameters = this.pictures.get(reader.unsigned());
    const sequence = parameters && this.sequences.get(parameters.sequence);
    if (!sequence) throw new RangeError('a picture comes before its parameter sets');
    reader.skip(parameters.extraSliceBits);
    // slice_type
    reader.unsigned();
    const isOutput = parameters.outputFlag ? reader.flag() : true;
    if (sequence.separateColourPlanes) reader.skip(2);
    const idr = type > 18 && type <= TYPE.lastIdr;
    const lowBits = idr ? 0 : reader.bits(sequence.orderBits);
    const startsSequence = irap && (type !== TYPE.cleanRandomAccess || this.atStart);
    this.atStart = false;
    if (irap) this.startsAfresh = startsSequence;
    const temporalLayer = ((unit[1] ?? 0) & 7) - 1;
    const unreferenced = type < TYPE.lastReferenced && type % 2 === 0;
    const leading = type >= TYPE.firstLeading && type <= TYPE.lastLeading;
    const isSkipped = leading && type >= TYPE.firstSkippedLeading && this.startsAfresh;
    return {
      key: irap,
      isShown: isOutput && !isSkipped,
      order: {
        startsSequence,
        lowBits,
        bits: sequence.orderBits,
        anchor: temporalLayer === 0 && !unreferenced && !leading,
      },
    };
  }
}

/** profile_tier_level(1, subLayers) (H.265, 7.3.3). */
function skipProfileTierLevel(reader: BitReader, subLayers: number): void {
  const profileBits = 88;
  const levelBits = 8;
  reader.skip(profileBits + levelBits);
  const present = Array.from({ length: subLayers }, () => [reader.flag(), reader.flag()] as const);
  if (subLayers > 0) reader.skip(2 * (8 - subLayers));
  for (const [profile, level] of present) {
    reader.skip((profile ? profileBits : 0) + (level ? levelBits : 0));
  }
}
