import { BitReader } from '../../codec/bitReader.ts';
import { NotCovered, within } from '../streamFault.ts';
import { skipScalingLists } from './scalingLists.ts';
import { readTileGrid, type TileGrid } from './tiles.ts';

/** A picture parameter set (7.3.2.3): what the syntax and the vectors of its pictures need. */
export interface PictureParameters {
  readonly id: number;
  readonly sequenceId: number;
  readonly hasDependentSlices: boolean;
  readonly hasOutputFlag: boolean;
  readonly extraSliceBits: number;
  readonly hidesSigns: boolean;
  readonly hasCabacInit: boolean;
  /** Default numbers of active references of list 0 and 1. */
  readonly activeReferences: readonly [number, number];
  readonly initialQp: number;
  readonly skipsTransforms: boolean;
  /** Depth of quantization groups below the coding tree block; null without QP deltas. */
  readonly qpDeltaDepth: number | null;
  readonly hasSliceChromaOffsets: boolean;
  readonly hasWeightedP: boolean;
  readonly hasWeightedB: boolean;
  readonly hasLosslessBlocks: boolean;
  /** Null if the picture is one tile. */
  readonly tiles: TileGrid | null;
  /** Wavefronts: each row of tree blocks starts afresh (entropy_coding_sync_enabled_flag). */
  readonly hasWavefronts: boolean;
  readonly filtersAcrossSlices: boolean;
  readonly overridesDeblocking: boolean;
  readonly disablesDeblocking: boolean;
  readonly modifiesLists: boolean;
  readonly log2ParallelMerge: number;
  readonly hasSliceExtension: boolean;
  // The range extensions (7.3.2.3.2).
  readonly log2MaxTransformSkip: number;
  readonly predictsAcrossComponents: boolean;
  /** Depth of the groups that share a chroma QP offset, and the number of offsets; or null. */
  readonly chromaOffsets: { readonly depth: number; readonly count: number } | null;
}

/**
 * @param payload a unit's payload without its emulation prevention bytes
 * @throws StreamFault or RangeError if it is damaged, NotCovered if its pictures cannot be read
 */
export function readPictureParameters(payload: Uint8Array): PictureParameters {
  const reader = new BitReader(payload);
  const id = within(reader.unsigned(), 0, 63, 'pps_pic_parameter_set_id');
  const sequenceId = within(reader.unsigned(), 0, 15, 'pps_seq_parameter_set_id');
  const hasDependentSlices = reader.flag();
  const hasOutputFlag = reader.flag();
  const extraSliceBits = reader.bits(3);
  const hidesSigns = reader.flag();
  const hasCabacInit = reader.flag();
  const active = () => within(reader.unsigned(), 0, 14, 'num_ref_idx_default_active_minus1') + 1;
  const activeReferences = [active(), active()] as const;
  const initialQp = 26 + within(reader.signed(), -74, 25, 'init_qp_minus26');
  // constrained_intra_pred_flag
  reader.skip(1);
  const skipsTransforms = reader.flag();
  const qpDeltaDepth = reader.flag()
    ? within(reader.unsigned(), 0, 3, 'diff_cu_qp_delta_depth')
    : null;
  // pps_cb_qp_offset, pps_cr_qp_offset
  reader.signed();
  reader.signed();
  const hasSliceChromaOffsets = reader.flag();
  const hasWeightedP = reader.flag();
  const hasWeightedB = reader.flag();
  const hasLosslessBlocks = reader.flag();
  const hasTiles = reader.flag();
  const hasWavefronts = reader.flag();
  const tiles = hasTiles ? readTileGrid(reader) : null;
  const filtersAcrossSlices = reader.flag();
  let overridesDeblocking = false;
  let disablesDeblocking = false;
  // deblocking_filter_control_present_flag
  if (reader.flag()) {
    overridesDeblocking = reader.flag();
    disablesDeblocking = reader.flag();
    if (!disablesDeblocking) {
      reader.signed();
      reader.signed();
    }
  }
  // pps_scaling_list_data_present_flag
  if (reader.flag()) skipScalingLists(reader);
  const modifiesLists = reader.flag();
  const log2ParallelMerge = within(reader.unsigned(), 0, 4, 'log2_parallel_merge_level') + 2;
  const hasSliceExtension = reader.flag();
  return {
    ...{ id, sequenceId, hasDependentSlices, hasOutputFlag, extraSliceBits, hidesSigns },
    ...{ hasCabacInit, activeReferences, initialQp, skipsTransforms, qpDeltaDepth },
    ...{ hasSliceChromaOffsets, hasWeightedP, hasWeightedB, hasLosslessBlocks, tiles },
    ...{ hasWavefronts, filtersAcrossSlices, overridesDeblocking, disablesDeblocking },
    ...{ modifiesLists, log2ParallelMerge, hasSliceExtension },
    ...readExtensions(reader, skipsTransforms),
  };
}

/** The extensions of a picture parameter set (7.3.2.3.1). */
function readExtensions(reader: BitReader, skipsTransforms: boolean) {
  const isExtended = reader.flag();
  const [hasRange, hasLayers, has3d, hasScreenContent] = isExtended
    ? [reader.flag(), reader.flag(), reader.flag(), reader.flag()]
    : [false, false, false, false];
  if (isExtended) reader.skip(4);
  if (hasLayers) throw new NotCovered('the multilayer extension');
  if (has3d) throw new NotCovered('the 3D extension');
  if (hasScreenContent) throw new NotCovered('the screen content coding extension');
  if (!hasRange) {
    return { log2MaxTransformSkip: 2, predictsAcrossComponents: false, chromaOffsets: null };
  }
  const log2MaxTransformSkip = skipsTransforms
    ? within(reader.unsigned(), 0, 3, 'log2_max_transform_skip_block_size') + 2
    : 2;
  const predictsAcrossComponents = reader.flag();
  let chromaOffsets: PictureParameters['chromaOffsets'] = null;
  if (reader.flag()) {
    const depth = within(reader.unsigned(), 0, 3, 'diff_cu_chroma_qp_offset_depth');
    const count = within(reader.unsigned(), 0, 5, 'chroma_qp_offset_list_len_minus1') + 1;
    for (let element = 0; element < 2 * count; element++) reader.signed();
    chromaOffsets = { depth, count };
  }
  // log2_sao_offset_scale_luma, log2_sao_offset_scale_chroma
  reader.unsigned();
  reader.unsigned();
  return { log2MaxTransformSkip, predictsAcrossComponents, chromaOffsets };
}
