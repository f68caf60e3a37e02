import { countedBytes, isHeaderUnit } from '../codec/unitBits.ts';
import { type Unescaped, unescaped } from './cabac/unescaped.ts';
import { DecodedPictures } from './motion/decodedPictures.ts';
import { type ReferenceSet, referenceLists } from './motion/referenceLists.ts';
import {
  isCleanRandomAccess,
  isIrap,
  isSkippedLeading,
  isSlice,
  isUnreferenced,
  type NalHeader,
  nalHeader,
  UNIT,
} from './nalHeader.ts';
import { readPictureParameters } from './parameters/pictureParameters.ts';
import { readSequenceParameters } from './parameters/sequenceParameters.ts';
import {
  BIT_KINDS,
  type CodingUnits,
  type PictureBits,
  type PictureBlocks,
  type PictureSlice,
  SIDE_KINDS,
} from './pictureBlocks.ts';
import { BlockRecorders, PictureState } from './slices/pictureState.ts';
import { SliceContext, SliceTools } from './slices/sliceContext.ts';
import { contextState, readSliceData } from './slices/sliceData.ts';
import { readSliceHeader, type SliceHeader } from './slices/sliceHeader.ts';
import { NotCovered, StreamFault } from './streamFault.ts';

/** A picture while its slices are read. */
interface OpenPicture {
  readonly header: SliceHeader;
  readonly nal: NalHeader;
  readonly state: PictureState;
  readonly order: number;
  readonly references: ReferenceSet;
  readonly slices: PictureSlice[];
  lastSlice: SliceHeader;
  lastQp: number;
  headerBits: number;
  damage: string | null;
}

/**
 * Reads the blocks of the pictures of an HEVC stream (H.265), base layer. Samples are not
 * reconstructed: modes, vectors and bits do not depend on them.
 */
export class BlockReader {
  private readonly sequences = new Map<number, ReturnType<typeof readSequenceParameters>>();
  private readonly parameters = new Map<number, ReturnType<typeof readPictureParameters>>();
  private readonly refused = new Map<string, StreamFault>();
  private readonly decoded = new DecodedPictures();
  private readonly tools = new SliceTools();
  private readonly recorders = new BlockRecorders();
  private readonly states = { atEnd: contextState(), forNextRow: contextState() };
  private atStart = true;
  /** True if the leading pictures that refer to pictures before the last IRAP are not decodable. */
  private startsAfresh = true;

  /**
   * Reads a picture: all units from one picture's last slice on to the next one's last slice, in
   * coding order. Pictures before it must have been read from the last IRAP picture on.
   *
   * @returns null if none of the units belongs to a picture, or the picture cannot be decoded because
   *   decoding starts after pictures to which it refers
   * @throws StreamFault as the end of a sentence that names the picture, if nothing of it can be
   *   read; a picture of which a part can be read says so in {@link PictureBlocks.damage}
   */
  read(units: readonly Uint8Array[]): PictureBlocks | null {
    let open: OpenPicture | null = null;
    let wasSkipped = false;
    let total = 0;
    let messages = 0;
    this.recorders.clear();
    for (const unit of units) {
      const nal = nalHeader(unit);
      if (!isHeaderUnit('hevc', unit)) {
        total += 8 * countedBytes(unit);
        if (nal.type >= UNIT.video) messages += 8 * unit.length;
      }
      if (nal.layer > 0) continue;
      if (nal.type === UNIT.endOfSequence) this.atStart = true;
      else if (nal.type === UNIT.sequence || nal.type === UNIT.picture) this.readSet(nal, unit);
      else if (isSlice(nal.type)) {
        if (isSkippedLeading(nal.type) && this.startsAfresh) wasSkipped = true;
        else open = this.readSlice(nal, unescaped(unit), open);
      }
    }
    if (!open) {
      if (wasSkipped || total === 0) return null;
      throw this.firstRefusal() ?? new StreamFault('it has no slice that can be read');
    }
    return this.close(open, total, messages);
  }

  /** Reads only the parameter sets of units, to start at a later picture. */
  readParameters(units: readonly Uint8Array[]): void {
    for (const unit of units) {
      const nal = nalHeader(unit);
      const isSet = nal.type === UNIT.sequence || nal.type === UNIT.picture;
      if (isSet && nal.layer === 0) this.readSet(nal, unit);
    }
  }

  private readSet({ type }: NalHeader, unit: Uint8Array): void {
    const { bytes } = unescaped(unit);
    const kind = type === UNIT.sequence ? 'sequence' : 'picture';
    try {
      if (kind === 'sequence') {
        const set = readSequenceParameters(bytes);
        this.sequences.set(set.id, set);
      } else {
        const set = readPictureParameters(bytes);
        this.parameters.set(set.id, set);
      }
      this.refused.delete(kind);
    } catch (error) {
      const fault = asFault(error);
      const reason =
        fault instanceof NotCovered
          ? fault
          : new StreamFault(`its ${kind} parameters are damaged (${fault.message})`);
      this.refused.set(kind, reason);
    }
  }

  private firstRefusal(): StreamFault | undefined {
    return this.refused.get('sequence') ?? this.refused.get('picture');
  }

  private readSlice(nal: NalHeader, payload: Unescaped, open: OpenPicture | null) {
    let picture = open;
    try {
      const sets = { sequences: this.sequences, pictures: this.parameters };
      const header = readSliceHeader(payload.bytes, nal, sets, picture?.lastSlice ?? null);
      if (picture && header.isFirst) throw new StreamFault('two pictures are in one packet');
      picture ??= this.open(header, nal);
      this.readSegment(picture, header, payload);
    } catch (error) {
      const fault = asFault(error);
      this.recorders.dropUnit();
      if (!picture) throw this.firstRefusal() ?? fault;
      picture.damage ??= fault.message;
    }
    return picture;
  }

  private open(header: SliceHeader, nal: NalHeader): OpenPicture {
    const startsSequence = isIrap(nal.type) && (!isCleanRandomAccess(nal.type) || this.atStart);
    if (this.atStart && !isIrap(nal.type)) {
      throw new StreamFault('no key frame comes before it');
    }
    this.atStart = false;
    if (isIrap(nal.type)) this.startsAfresh = startsSequence;
    const { order, references } = this.decoded.start(header, nal, startsSequence);
    return {
      ...{ header, nal, order, references, slices: [], lastSlice: header },
      state: new PictureState(header),
      lastQp: header.qp,
      headerBits: 0,
      damage: header.isFirst ? null : 'its first slice is missing',
    };
  }

  private readSegment(picture: OpenPicture, header: SliceHeader, payload: Unescaped): void {
    const { state } = picture;
    const { sequence, parameters } = picture.header;
    if (header.sequence !== sequence || header.parameters.tiles !== parameters.tiles) {
      throw new StreamFault('its slices differ in their parameters');
    }
    const { lists, collocated } = referenceLists(header, picture.references, picture.order);
    if (!header.isDependent) {
      state.motion.slices.push(lists);
      picture.slices.push({
        type: header.type === 2 ? 'I' : header.type === 1 ? 'P' : 'B',
        qp: header.qp,
        address: header.address,
        references: [
          lists.lists[0].map(({ order }) => order),
          lists.lists[1].map(({ order }) => order),
        ],
      });
    }
    picture.lastSlice = header;
    // The two bytes of the unit's header, and those of the slice header with what was removed.
    const removed = payload.removed.filter((at) => at < header.dataStart).length;
    picture.headerBits += 8 * (2 + header.dataStart + removed);
    if (collocated && !collocated.isComplete) {
      picture.damage ??= 'its vectors depend on a picture that is missing or damaged';
    }
    const motion = collocated?.motion ?? null;
    const context = new SliceContext(
      ...([this.tools, this.recorders, state, header, lists, motion, picture.lastQp] as const),
    );
    readSliceData(context, payload, this.states);
    picture.lastQp = context.lastQp;
  }

  private close(picture: OpenPicture, total: number, messages: number): PictureBlocks {
    const { header, nal, state, order, slices, headerBits } = picture;
    const { sequence } = header;
    const isWhole = state.sliceAddress.every((address) => address >= 0);
    const damage = picture.damage ?? (isWhole ? null : 'some of its slices are missing');
    this.decoded.add({ order, motion: state.motion, isComplete: damage === null });
    const { coding, prediction, transform } = this.recorders;
    const units = coding.copy(prediction.count, transform.count);
    const types = slices.map(({ type }) => type);
    const { crop } = sequence;
    return {
      width: sequence.width,
      height: sequence.height,
      cropLeft: crop.left,
      cropTop: crop.top,
      shownWidth: sequence.width - crop.left - crop.right,
      shownHeight: sequence.height - crop.top - crop.bottom,
      log2TreeBlock: sequence.log2TreeBlock,
      type: types.includes('B') ? 'B' : types.includes('P') ? 'P' : 'I',
      order,
      isReference: !isUnreferenced(nal.type),
      slices,
      sliceOf: state.motion.sliceOf,
      coding: units,
      prediction: prediction.copy(),
      transform: transform.copy(),
      adaptiveOffsets: { luma: state.saoLuma, chroma: state.saoChroma, bits: state.saoBits },
      bits: bitsOf(units, state, { total, messages, headers: headerBits }),
      damage,
    };
  }
}

function bitsOf(
  { bits, count }: CodingUnits,
  { saoBits }: PictureState,
  { total, messages, headers }: Pick<PictureBits, 'total' | 'messages' | 'headers'>,
): PictureBits {
  let side = 0;
  let residual = 0;
  for (let unit = 0; unit < count; unit++) {
    for (let kind = 0; kind < BIT_KINDS.length; kind++) {
      const some = bits[unit * BIT_KINDS.length + kind] as number;
      if (kind < SIDE_KINDS) side += some;
      else residual += some;
    }
  }
  const adaptiveOffset = saoBits.reduce((sum, some) => sum + some, 0);
  const framing = total - side - residual - adaptiveOffset - headers - messages;
  return { side, residual, adaptiveOffset, headers, messages, framing, total };
}

/** A reader runs out of bits with a RangeError: the unit is cut off. */
function asFault(error: unknown): StreamFault {
  if (error instanceof StreamFault) return error;
  if (error instanceof RangeError) return new StreamFault(error.message, { cause: error });
  throw error;
}
