import { type PictureParameters, readPictureParameters } from '../parameters/pictureParameters.ts';
import {
  readSequenceParameters,
  type SequenceParameters,
} from '../parameters/sequenceParameters.ts';
import { bytesOf, type Element } from './bits.ts';

/** The syntax elements of a sequence parameter set of 64×48 samples by name, in their order. */
export const SEQUENCE = {
  // sps_video_parameter_set_id, sps_max_sub_layers_minus1, sps_temporal_id_nesting_flag
  start: '0000 000 1',
  profile: `00 0 00001 ${'0'.repeat(80)} ${'0'.repeat(8)}`,
  id: 3,
  format: [1],
  width: 64,
  height: 48,
  crop: ['0'],
  depths: [0, 0],
  orderBits: 4,
  // sps_sub_layer_ordering_info_present_flag, and three elements of a layer
  layers: ['1', 4, 0, 0],
  // log2_min_luma_coding_block_size_minus3 and its difference to the largest, the same of transforms
  sizes: [0, 3, 0, 3],
  depthsOfTrees: [1, 2],
  scalingLists: ['0'],
  // amp_enabled_flag, sample_adaptive_offset_enabled_flag
  tools: '1 0',
  pcm: ['0'],
  shortTermSets: [0],
  longTermPictures: ['0'],
  // sps_temporal_mvp_enabled_flag, strong_intra_smoothing_enabled_flag
  vectors: '1 0',
  usability: ['0'],
  extensions: ['0'],
} satisfies Record<string, Element | readonly Element[]>;

type Sequence = Partial<Record<keyof typeof SEQUENCE, Element | readonly Element[]>>;

/** A sequence parameter set with other elements than {@link SEQUENCE}. */
export function sequence(given: Sequence = {}): SequenceParameters {
  return readSequenceParameters(bytesOf(...Object.values({ ...SEQUENCE, ...given }).flat(), '1'));
}

/** The same of a picture parameter set. */
const PICTURE = {
  ids: [1, 3],
  // Dependent slices, pic_output_flag, extra bits, hidden signs, cabac_init_flag
  flags: '1 0 010 1 0',
  activeReferences: [1, 0],
  initialQp: { signed: -4 },
  // constrained_intra_pred_flag, transform_skip_enabled_flag
  intra: '0 1',
  qpDelta: ['1', 2],
  chromaOffsets: [{ signed: 1 }, { signed: -1 }],
  // Chroma offsets of slices, weighted P and B, lossless blocks, tiles, wavefronts
  tools: '0 1 0 0 0 1',
  tiles: [],
  filter: '1',
  deblocking: ['0'],
  scalingLists: ['0'],
  lists: '1',
  parallelMerge: 2,
  sliceExtension: '0',
  extensions: ['0'],
} satisfies Record<string, Element | readonly Element[]>;

type Picture = Partial<Record<keyof typeof PICTURE, Element | readonly Element[]>>;

/** A picture parameter set with other elements than {@link PICTURE}. */
export function picture(given: Picture = {}): PictureParameters {
  return readPictureParameters(bytesOf(...Object.values({ ...PICTURE, ...given }).flat(), '1'));
}
