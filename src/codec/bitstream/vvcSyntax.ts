import type { FrameSize } from '../../sequence/frames.ts';
import { BitReader } from '../bitReader.ts';
import { unitPayload, unitType } from './nalUnits.ts';
import type { CodedPictureStart, StreamSyntax } from './streamSyntax.ts';

/** nal_unit_type of H.266, table 5. */
const TYPE = {
  radl: 2,
  rasl: 3,
  firstIdr: 7,
  lastIdr: 8,
  cleanRandomAccess: 9,
  gradualRefresh: 10,
  lastVcl: 11,
  sequenceParameters: 15,
  pictureParameters: 16,
  pictureHeader: 19,
  endOfSequence: 21,
} as const;

/** As in HEVC (H.266, 7.4.2.4.4): suffix APS and SEI, reserved and unspecified types. */
const BELONGS_TO_PICTURE_BEFORE = new Set([18, 24, 27, 30, 31]);

/** The part of VVC's syntax (H.266, 7.3) that separates pictures and gives their order. */
export class VvcSyntax implements StreamSyntax {
  readonly codec = 'vvc';
  size: FrameSize | null = null;
  /** Bits of the picture order count, by sequence parameter set. */
  private readonly orderBits = new Map<number, number>();
  /** Sequence parameter set, by picture parameter set. */
  private readonly sequences = new Map<number, number>();
  private atStart = true;
  /** As in `HevcSyntax`. */
  private startsAfresh = true;
  /** A picture header unit before its first slice, which contains the picture's type. */
  private pendingHeader: Uint8Array | null = null;

  read(unit: Uint8Array): CodedPictureStart | null {
    const type = unitType('vvc', unit);
    const layer = (unit[0] ?? 0) & 0x3f;
    if (layer > 0) return null;
    switch (type) {
      case TYPE.sequenceParameters:
        this.readSequenceParameters(new BitReader(unitPayload('vvc', unit)));
        return null;
      case TYPE.pictureParameters: {
        const reader = new BitReader(unitPayload('vvc', unit));
        this.sequences.set(reader.bits(6), reader.bits(4));
        return null;
      }
      case TYPE.pictureHeader:
        this.pendingHeader = unit;
        return null;
      case TYPE.endOfSequence:
        this.atStart = true;
        return null;
    }
    return type <= TYPE.lastVcl ? this.readSlice(unit, type) : null;
  }

  endsPicture(unit: Uint8Array): boolean {
    const type = unitType('vvc', unit);
    return type <= TYPE.lastVcl || BELONGS_TO_PICTURE_BEFORE.has(type);
  }

  private readSlice(unit: Uint8Array, type: number): CodedPictureStart | null {
    const slice = new BitReader(unitPayload('vvc', unit, 32));
    // sh_picture_header_in_slice_header_flag: the picture's only slice contains its header.
    const inSlice = slice.flag();
    const header = inSlice
      ? slice
      : this.pendingHeader && new BitReader(unitPayload('vvc', this.pendingHeader, 32));
    this.pendingHeader = null;
    return header && this.readPictureHeader(header, unit, type);
  }

  /** picture_header_structure() up to the order count (H.266, 7.3.2.8). */
  private readPictureHeader(
    reader: BitReader,
    unit: Uint8Array,
    type: number,
  ): CodedPictureStart | null {
    const refreshes = reader.flag();
    const unreferenced = reader.flag();
    // ph_gdr_pic_flag
    if (refreshes) reader.skip(1);
    const inter = reader.flag();
    // ph_intra_slice_allowed_flag
    if (inter) reader.skip(1);
    const bits = this.orderBits.get(this.sequences.get(reader.unsigned()) ?? -1);
    if (bits === undefined) throw new RangeError('a picture comes before its parameter sets');
    const lowBits = reader.bits(bits);
    const idr = type >= TYPE.firstIdr && type <= TYPE.lastIdr;
    const entry = type === TYPE.cleanRandomAccess || type === TYPE.gradualRefresh;
    const startsSequence = idr || (entry && this.atStart);
    this.atStart = false;
    if (idr || entry) this.startsAfresh = startsSequence;
    const temporalLayer = ((unit[1] ?? 0) & 7) - 1;
    const leading = type === TYPE.radl || type === TYPE.rasl;
    return {
      isShown: !(type === TYPE.rasl && this.startsAfresh),
      key: idr || type === TYPE.cleanRandomAccess,
      order: {
        startsSequence,
        lowBits,
        bits,
        anchor: temporalLayer === 0 && !unreferenced && !leading,
      },
    };
  }

  /** seq_parameter_set_rbsp() up to the order count's bits (H.266, 7.3.2.4). */
  private readSequenceParameters(reader: BitReader): void {
    const id = reader.bits(4);
    // sps_video_parameter_set_id
    reader.skip(4);
    const subLayers = reader.bits(3);
    const chroma = reader.bits(2);
    // sps_log2_ctu_size_minus5
    reader.skip(2);
    if (reader.flag()) skipProfileTierLevel(reader, subLayers);
    // sps_gdr_enabled_flag
    reader.skip(1);
    // sps_ref_pic_resampling_enabled_flag, sps_res_change_in_clvs_allowed_flag
    if (reader.flag()) reader.skip(1);
    const width = reader.unsigned();
    const height = reader.unsigned();
    const [left, right, top, bottom] = reader.flag()
      ? [reader.unsigned(), reader.unsigned(), reader.unsigned(), reader.unsigned()]
      : [0, 0, 0, 0];
    if (reader.flag()) throw new RangeError('subpictures are not supported');
    // sps_bitdepth_minus8
    reader.unsigned();
    // sps_entropy_coding_sync_enabled_flag, sps_entry_point_offsets_present_flag
    reader.skip(2);
    this.orderBits.set(id, reader.bits(4) + 4);
    const unitX = chroma === 1 || chroma === 2 ? 2 : 1;
    const unitY = chroma === 1 ? 2 : 1;
    this.size = {
      width: width - unitX * (left + right),
      height: height - unitY * (top + bottom),
    };
  }
}

/** profile_tier_level(1, subLayers) (H.266, 7.3.3.1). */
function skipProfileTierLevel(reader: BitReader, subLayers: number): void {
  // Profile, tier, level, ptl_frame_only_constraint_flag, ptl_multilayer_enabled_flag
  reader.skip(7 + 1 + 8 + 2);
  const constraints = reader.flag();
  if (constraints) {
    // The flags of general_constraints_info() (7.3.3.2) before gci_num_reserved_bits.
    reader.skip(71);
    reader.skip(reader.bits(8));
  }
  reader.align();
  const levels = Array.from({ length: subLayers }, () => reader.flag());
  reader.align();
  reader.skip(8 * levels.filter(Boolean).length);
  const subProfiles = reader.bits(8);
  reader.skip(32 * subProfiles);
}
