import { BitReader } from '../../codec/bitReader.ts';
import { isIdr, isIrap, type NalHeader } from '../nalHeader.ts';
import type { PictureParameters } from '../parameters/pictureParameters.ts';
import { readShortTermSet, type ShortTermSet } from '../parameters/referencePictureSet.ts';
import type { SequenceParameters } from '../parameters/sequenceParameters.ts';
import { StreamFault, within } from '../streamFault.ts';
import { skipPredictionWeights } from './predictionWeights.ts';

/** slice_type (table 7-7). */
export const SLICE_TYPE = { B: 0, P: 1, I: 2 } as const;

/** A long-term reference of a picture. */
export interface LongTermPicture {
  /** Its picture order count, or the lowest bits of it. */
  readonly lowBits: number;
  /** Difference of the higher bits in units of their period; null if only `lowBits` are given. */
  readonly cycles: number | null;
  readonly isUsed: boolean;
}

/** A slice segment header (7.3.6.1): what its blocks need. */
export interface SliceHeader {
  readonly sequence: SequenceParameters;
  readonly parameters: PictureParameters;
  readonly isFirst: boolean;
  /** True for a segment that continues the slice before it. */
  readonly isDependent: boolean;
  /** Address of its first coding tree block in raster scan (slice_segment_address). */
  readonly address: number;
  /** Address of the first coding tree block of its slice (SliceAddrRs). */
  readonly sliceAddress: number;
  readonly type: number;
  readonly isOutput: boolean;
  readonly orderLowBits: number;
  readonly shortTerm: ShortTermSet;
  readonly longTerm: readonly LongTermPicture[];
  readonly hasTemporalVectors: boolean;
  readonly hasLumaOffset: boolean;
  readonly hasChromaOffset: boolean;
  /** num_ref_idx_active of list 0 and 1. */
  readonly active: readonly [number, number];
  /** list_entry of list 0 and 1; null for the lists as they are. */
  readonly listEntries: readonly [readonly number[] | null, readonly number[] | null];
  readonly zeroesSecondDifference: boolean;
  /** initType of the context variables (9.3.2.2). */
  readonly contextType: number;
  readonly collocatedList: 0 | 1;
  readonly collocatedIndex: number;
  /** MaxNumMergeCand. */
  readonly mergeCandidates: number;
  /** SliceQpY. */
  readonly qp: number;
  readonly hasChromaQpOffsets: boolean;
  /** Bytes of each substream but the last, with emulation prevention bytes. */
  readonly entryPoints: readonly number[];
  /** Byte of the payload where the slice data start. */
  readonly dataStart: number;
}

/** The parameter sets by their ids, as they stand before a slice. */
export interface ParameterSets {
  readonly sequences: ReadonlyMap<number, SequenceParameters>;
  readonly pictures: ReadonlyMap<number, PictureParameters>;
}

/**
 * @param payload the unit's payload without its emulation prevention bytes
 * @param before the header of the slice segment before it, which a dependent one continues
 * @throws StreamFault or RangeError if it is damaged or its parameter sets are missing
 */
export function readSliceHeader(
  payload: Uint8Array,
  nal: NalHeader,
  sets: ParameterSets,
  before: SliceHeader | null,
): SliceHeader {
  const reader = new BitReader(payload);
  const isFirst = reader.flag();
  // no_output_of_prior_pics_flag
  if (isIrap(nal.type)) reader.skip(1);
  const parameters = sets.pictures.get(reader.unsigned());
  const sequence = parameters && sets.sequences.get(parameters.sequenceId);
  if (!parameters || !sequence) throw new StreamFault('its parameter sets are missing');
  const isDependent = !isFirst && parameters.hasDependentSlices && reader.flag();
  const blocks = sequence.columns * sequence.rows;
  const address = isFirst ? 0 : reader.bits(bitsFor(blocks));
  within(address, isFirst ? 0 : 1, blocks - 1, 'slice_segment_address');
  if (isDependent && !before) throw new StreamFault('a slice that it continues is missing');
  const own =
    isDependent && before ? before : readIndependent(reader, nal, parameters, sequence, address);
  const entryPoints = readEntryPoints(reader, parameters, sequence);
  if (parameters.hasSliceExtension) {
    const bytes = within(reader.unsigned(), 0, 256, 'slice_segment_header_extension_length');
    reader.skip(8 * bytes);
  }
  // byte_alignment(): a one and zeros
  reader.skip(1);
  reader.align();
  const dataStart = reader.position / 8;
  if (dataStart >= payload.length) throw new StreamFault('a slice has no data');
  return { ...own, sequence, parameters, isFirst, isDependent, address, entryPoints, dataStart };
}

/** What a dependent slice segment takes over from the slice that it continues. */
function readIndependent(
  reader: BitReader,
  nal: NalHeader,
  parameters: PictureParameters,
  sequence: SequenceParameters,
  sliceAddress: number,
) {
  reader.skip(parameters.extraSliceBits);
  const type = within(reader.unsigned(), 0, 2, 'slice_type');
  const isOutput = parameters.hasOutputFlag ? reader.flag() : true;
  const references = isIdr(nal.type) ? NO_REFERENCES : readReferences(reader, sequence);
  const hasLumaOffset = sequence.hasSampleAdaptiveOffset && reader.flag();
  const hasChromaOffset =
    sequence.hasSampleAdaptiveOffset && sequence.chroma !== 0 && reader.flag();
  const prediction =
    type === SLICE_TYPE.I
      ? NO_PREDICTION
      : readPrediction(reader, type, parameters, sequence, references);
  const least = -6 * (sequence.lumaDepth - 8);
  const qp = within(parameters.initialQp + reader.signed(), least, 51, 'SliceQpY');
  if (parameters.hasSliceChromaOffsets) {
    reader.signed();
    reader.signed();
  }
  const hasChromaQpOffsets = parameters.chromaOffsets !== null && reader.flag();
  const overridesDeblocking = parameters.overridesDeblocking && reader.flag();
  const disablesDeblocking = overridesDeblocking ? reader.flag() : parameters.disablesDeblocking;
  if (overridesDeblocking && !disablesDeblocking) {
    reader.signed();
    reader.signed();
  }
  // slice_loop_filter_across_slices_enabled_flag
  const isFiltered = hasLumaOffset || hasChromaOffset || !disablesDeblocking;
  if (parameters.filtersAcrossSlices && isFiltered) reader.skip(1);
  return {
    ...{ sliceAddress, type, isOutput, hasLumaOffset, hasChromaOffset, qp, hasChromaQpOffsets },
    ...references,
    ...prediction,
  };
}

const NO_REFERENCES = {
  orderLowBits: 0,
  shortTerm: { before: [], after: [] } as ShortTermSet,
  longTerm: [] as readonly LongTermPicture[],
  hasTemporalVectors: false,
};

type References = typeof NO_REFERENCES;

function readReferences(reader: BitReader, sequence: SequenceParameters): References {
  const orderLowBits = reader.bits(sequence.orderBits);
  const sets = sequence.shortTermSets;
  // short_term_ref_pic_set_sps_flag
  const shortTerm = reader.flag()
    ? sets[reader.bits(bitsFor(sets.length))]
    : readShortTermSet(reader, sets, true);
  if (!shortTerm) throw new StreamFault('it chooses a reference picture set that is missing');
  const longTerm = sequence.longTermPictures ? readLongTerm(reader, sequence) : [];
  const hasTemporalVectors = sequence.hasTemporalVectors && reader.flag();
  return { orderLowBits, shortTerm, longTerm, hasTemporalVectors };
}

function readLongTerm(reader: BitReader, sequence: SequenceParameters): LongTermPicture[] {
  const known = sequence.longTermPictures ?? [];
  const fromSequence = known.length > 0 ? reader.unsigned() : 0;
  const count = within(fromSequence + reader.unsigned(), 0, 33, 'the number of long-term pictures');
  const pictures: LongTermPicture[] = [];
  let cycles = 0;
  for (let index = 0; index < count; index++) {
    const isKnown = index < fromSequence;
    const picture = isKnown
      ? known[reader.bits(bitsFor(known.length))]
      : { lowBits: reader.bits(sequence.orderBits), isUsed: reader.flag() };
    if (!picture) throw new StreamFault('it chooses a long-term picture that is missing');
    // delta_poc_msb_cycle_lt adds up, for the two kinds of pictures separately (7-52).
    if (index === 0 || index === fromSequence) cycles = 0;
    const hasCycles = reader.flag();
    if (hasCycles) cycles += reader.unsigned();
    pictures.push({ ...picture, cycles: hasCycles ? cycles : null });
  }
  return pictures;
}

const NO_PREDICTION = {
  active: [0, 0] as readonly [number, number],
  listEntries: [null, null] as SliceHeader['listEntries'],
  zeroesSecondDifference: false,
  contextType: 0,
  collocatedList: 0 as 0 | 1,
  collocatedIndex: 0,
  mergeCandidates: 0,
};

function readPrediction(
  reader: BitReader,
  type: number,
  parameters: PictureParameters,
  sequence: SequenceParameters,
  { shortTerm, longTerm, hasTemporalVectors }: References,
): typeof NO_PREDICTION {
  const isB = type === SLICE_TYPE.B;
  const count = () => within(reader.unsigned(), 0, 15, 'num_ref_idx_active_minus1') + 1;
  let [first, second] = parameters.activeReferences;
  // num_ref_idx_active_override_flag
  if (reader.flag()) {
    first = count();
    if (isB) second = count();
  }
  const active = [first, isB ? second : 0] as const;
  const pictures = [...shortTerm.before, ...shortTerm.after, ...longTerm];
  const total = pictures.filter(({ isUsed }) => isUsed).length;
  const isModified = parameters.modifiesLists && total > 1;
  const entries = (length: number) =>
    isModified && reader.flag() ? Array.from({ length }, () => reader.bits(bitsFor(total))) : null;
  const listEntries = [entries(active[0]), isB ? entries(active[1]) : null] as const;
  const zeroesSecondDifference = isB && reader.flag();
  const swapsContexts = parameters.hasCabacInit && reader.flag();
  const contextType = isB === swapsContexts ? 1 : 2;
  let collocatedList: 0 | 1 = 0;
  let collocatedIndex = 0;
  if (hasTemporalVectors) {
    // collocated_from_l0_flag
    if (isB && !reader.flag()) collocatedList = 1;
    const length = active[collocatedList];
    if (length > 1)
      collocatedIndex = within(reader.unsigned(), 0, length - 1, 'collocated_ref_idx');
  }
  const isWeighted = isB ? parameters.hasWeightedB : parameters.hasWeightedP;
  if (isWeighted) skipPredictionWeights(reader, active, sequence.chroma !== 0);
  const mergeCandidates = 5 - within(reader.unsigned(), 0, 4, 'five_minus_max_num_merge_cand');
  return {
    ...{ active, listEntries, zeroesSecondDifference, contextType },
    ...{ collocatedList, collocatedIndex, mergeCandidates },
  };
}

function readEntryPoints(
  reader: BitReader,
  { tiles, hasWavefronts }: PictureParameters,
  { rows, columns }: SequenceParameters,
): number[] {
  if (!tiles && !hasWavefronts) return [];
  const most = (hasWavefronts ? rows * (tiles?.columns ?? 1) : 0) + (tiles?.rows ?? 1) * columns;
  const count = within(reader.unsigned(), 0, most, 'num_entry_point_offsets');
  if (count === 0) return [];
  const bits = within(reader.unsigned(), 0, 31, 'offset_len_minus1') + 1;
  return Array.from({ length: count }, () => reader.bits(bits) + 1);
}

/** Ceil(Log2(count)): bits of a number below `count`. */
function bitsFor(count: number): number {
  return count <= 1 ? 0 : 32 - Math.clz32(count - 1);
}
