import { BitReader } from '../../codec/bitReader.ts';
import { NotCovered, StreamFault, within } from '../streamFault.ts';
import { readProfile } from './profileTierLevel.ts';
import { readShortTermSet, type ShortTermSet } from './referencePictureSet.ts';
import { skipScalingLists } from './scalingLists.ts';
import { skipUsability } from './usability.ts';

/** Luma samples of the largest level, 6.2 (table A.8), and its longest side (A.4.1). */
const MOST_SAMPLES = 35_651_584;
const LONGEST_SIDE = 16_888;

/** The lengths of PCM samples and the sizes of the blocks that may use them. */
export interface PcmParameters {
  readonly lumaBits: number;
  readonly chromaBits: number;
  readonly log2MinSize: number;
  readonly log2MaxSize: number;
}

/** A sequence parameter set (7.3.2.2): what the syntax and the vectors of its pictures need. */
export interface SequenceParameters {
  readonly id: number;
  /** 0: luma only, 1: 4:2:0, 2: 4:2:2, 3: 4:4:4 (ChromaArrayType, 7.4.3.2.1). */
  readonly chroma: number;
  /** Coded size in luma samples. */
  readonly width: number;
  readonly height: number;
  /** Luma samples to leave out at each side. */
  readonly crop: {
    readonly left: number;
    readonly right: number;
    readonly top: number;
    readonly bottom: number;
  };
  readonly lumaDepth: number;
  readonly chromaDepth: number;
  /** log2_max_pic_order_cnt_lsb. */
  readonly orderBits: number;
  readonly log2MinCodingBlock: number;
  readonly log2TreeBlock: number;
  /** Coding tree blocks in a row, and rows of them. */
  readonly columns: number;
  readonly rows: number;
  readonly log2MinTransform: number;
  readonly log2MaxTransform: number;
  readonly transformDepthInter: number;
  readonly transformDepthIntra: number;
  readonly hasAsymmetricPartitions: boolean;
  readonly hasSampleAdaptiveOffset: boolean;
  readonly pcm: PcmParameters | null;
  readonly shortTermSets: readonly ShortTermSet[];
  /** Null if the sequence has no long-term references. */
  readonly longTermPictures:
    | readonly { readonly lowBits: number; readonly isUsed: boolean }[]
    | null;
  readonly hasTemporalVectors: boolean;
  // The range extensions (7.3.2.2.2).
  readonly skipsTransformContext: boolean;
  readonly hasImplicitRdpcm: boolean;
  readonly hasExplicitRdpcm: boolean;
  readonly hasHighPrecisionOffsets: boolean;
  readonly hasPersistentRice: boolean;
}

/**
 * @param payload a unit's payload without its emulation prevention bytes
 * @throws StreamFault or RangeError if it is damaged, NotCovered if its pictures cannot be read
 */
export function readSequenceParameters(payload: Uint8Array): SequenceParameters {
  const reader = new BitReader(payload);
  // sps_video_parameter_set_id
  reader.skip(4);
  const subLayers = within(reader.bits(3), 0, 6, 'sps_max_sub_layers_minus1');
  reader.skip(1);
  readProfile(reader, subLayers);
  const id = within(reader.unsigned(), 0, 15, 'sps_seq_parameter_set_id');
  const format = within(reader.unsigned(), 0, 3, 'chroma_format_idc');
  const hasSeparatePlanes = format === 3 && reader.flag();
  if (hasSeparatePlanes) throw new NotCovered('separately coded colour planes');
  const width = reader.unsigned();
  const height = reader.unsigned();
  const crop = readCrop(reader, format);
  if (width < 8 || height < 8 || width > LONGEST_SIDE || height > LONGEST_SIDE) {
    throw new StreamFault(`its pictures would have ${width}×${height} samples`);
  }
  if (width * height > MOST_SAMPLES) {
    throw new StreamFault(
      `its pictures would be larger than level 6.2 allows (${width}×${height})`,
    );
  }
  if (crop.left + crop.right >= width || crop.top + crop.bottom >= height) {
    throw new StreamFault('its cropping leaves no picture');
  }
  const lumaDepth = within(reader.unsigned(), 0, 8, 'bit_depth_luma_minus8') + 8;
  const chromaDepth = within(reader.unsigned(), 0, 8, 'bit_depth_chroma_minus8') + 8;
  const orderBits = within(reader.unsigned(), 0, 12, 'log2_max_pic_order_cnt_lsb_minus4') + 4;
  const hasAllLayers = reader.flag();
  for (let layer = hasAllLayers ? 0 : subLayers; layer <= subLayers; layer++) {
    for (let element = 0; element < 3; element++) reader.unsigned();
  }
  const log2MinCodingBlock = within(reader.unsigned(), 0, 3, 'log2_min_coding_block_size') + 3;
  const log2TreeBlock = log2MinCodingBlock + within(reader.unsigned(), 0, 3, 'log2_diff_coding');
  within(log2TreeBlock, 3, 6, 'the size of a coding tree block, as a power of two,');
  const log2MinTransform = within(reader.unsigned(), 0, 3, 'log2_min_transform_block_size') + 2;
  const log2MaxTransform =
    log2MinTransform + within(reader.unsigned(), 0, 3, 'log2_diff_transform');
  if (log2MaxTransform > Math.min(log2TreeBlock, 5) || log2MinTransform >= log2MinCodingBlock) {
    throw new StreamFault('its sizes of blocks contradict each other');
  }
  if (width % (1 << log2MinCodingBlock) !== 0 || height % (1 << log2MinCodingBlock) !== 0) {
    throw new StreamFault('its pictures do not consist of whole coding blocks');
  }
  const deepest = log2TreeBlock - log2MinTransform;
  const transformDepthInter = within(
    reader.unsigned(),
    0,
    deepest,
    'max_transform_hierarchy_inter',
  );
  const transformDepthIntra = within(
    reader.unsigned(),
    0,
    deepest,
    'max_transform_hierarchy_intra',
  );
  // scaling_list_enabled_flag, sps_scaling_list_data_present_flag
  if (reader.flag() && reader.flag()) skipScalingLists(reader);
  const hasAsymmetricPartitions = reader.flag();
  const hasSampleAdaptiveOffset = reader.flag();
  const pcm = reader.flag() ? readPcm(reader, log2TreeBlock) : null;
  const shortTermSets = readShortTermSets(reader);
  const longTermPictures = reader.flag() ? readLongTermPictures(reader, orderBits) : null;
  const hasTemporalVectors = reader.flag();
  // strong_intra_smoothing_enabled_flag
  reader.skip(1);
  // vui_parameters_present_flag
  if (reader.flag()) skipUsability(reader, subLayers);
  return {
    ...{ id, chroma: format, width, height, crop },
    ...{ lumaDepth, chromaDepth, orderBits, log2MinCodingBlock, log2TreeBlock },
    columns: Math.ceil(width / (1 << log2TreeBlock)),
    rows: Math.ceil(height / (1 << log2TreeBlock)),
    ...{ log2MinTransform, log2MaxTransform, transformDepthInter, transformDepthIntra },
    ...{ hasAsymmetricPartitions, hasSampleAdaptiveOffset, pcm, shortTermSets, longTermPictures },
    hasTemporalVectors,
    ...readExtensions(reader),
  };
}

function readCrop(reader: BitReader, format: number): SequenceParameters['crop'] {
  if (!reader.flag()) return { left: 0, right: 0, top: 0, bottom: 0 };
  const unitX = format === 1 || format === 2 ? 2 : 1;
  const unitY = format === 1 ? 2 : 1;
  const left = reader.unsigned() * unitX;
  const right = reader.unsigned() * unitX;
  return { left, right, top: reader.unsigned() * unitY, bottom: reader.unsigned() * unitY };
}

function readPcm(reader: BitReader, log2TreeBlock: number): PcmParameters {
  const lumaBits = reader.bits(4) + 1;
  const chromaBits = reader.bits(4) + 1;
  const log2MinSize = within(reader.unsigned(), 0, 2, 'log2_min_pcm_size') + 3;
  const log2MaxSize = log2MinSize + within(reader.unsigned(), 0, 2, 'log2_diff_pcm_size');
  within(log2MaxSize, 3, Math.min(log2TreeBlock, 5), 'the largest PCM block, as a power of two,');
  // pcm_loop_filter_disabled_flag
  reader.skip(1);
  return { lumaBits, chromaBits, log2MinSize, log2MaxSize };
}

function readShortTermSets(reader: BitReader): ShortTermSet[] {
  const count = within(reader.unsigned(), 0, 64, 'num_short_term_ref_pic_sets');
  const sets: ShortTermSet[] = [];
  for (let index = 0; index < count; index++) sets.push(readShortTermSet(reader, sets, false));
  return sets;
}

function readLongTermPictures(reader: BitReader, orderBits: number) {
  const length = within(reader.unsigned(), 0, 32, 'num_long_term_ref_pics_sps');
  return Array.from({ length }, () => ({
    lowBits: reader.bits(orderBits),
    isUsed: reader.flag(),
  }));
}

/** The extensions of a sequence parameter set (7.3.2.2.1). */
function readExtensions(reader: BitReader) {
  const isExtended = reader.flag();
  const hasRange = isExtended && reader.flag();
  const [hasLayers, has3d, hasScreenContent] = isExtended
    ? [reader.flag(), reader.flag(), reader.flag()]
    : [false, false, false];
  if (isExtended) reader.skip(4);
  const flag = () => hasRange && reader.flag();
  // transform_skip_rotation_enabled_flag
  flag();
  const skipsTransformContext = flag();
  const hasImplicitRdpcm = flag();
  const hasExplicitRdpcm = flag();
  if (flag()) throw new NotCovered('extended precision of coefficients (16 bit profiles)');
  // intra_smoothing_disabled_flag
  flag();
  const hasHighPrecisionOffsets = flag();
  const hasPersistentRice = flag();
  if (flag()) throw new NotCovered('aligned bypass decoding (high throughput profiles)');
  // inter_view_mv_vert_constraint_flag
  if (hasLayers) reader.skip(1);
  if (has3d) throw new NotCovered('the 3D extension');
  if (hasScreenContent) throw new NotCovered('the screen content coding extension');
  return {
    ...{ skipsTransformContext, hasImplicitRdpcm, hasExplicitRdpcm },
    ...{ hasHighPrecisionOffsets, hasPersistentRice },
  };
}
