import { CONTEXTS, initializeContexts } from '../cabac/contexts.ts';
import type { Unescaped } from '../cabac/unescaped.ts';
import { StreamFault } from '../streamFault.ts';
import { readAdaptiveOffset } from './adaptiveOffset.ts';
import { readCodingTree } from './codingTree.ts';
import type { SliceContext } from './sliceContext.ts';

/** The state of the context variables, where another part of the slice continues from it. */
export interface ContextState {
  readonly contexts: Uint8Array;
  readonly riceStatistics: Uint8Array;
}

export function contextState(): ContextState {
  return { contexts: new Uint8Array(CONTEXTS), riceStatistics: new Uint8Array(4) };
}

/** What a slice segment leaves for the one that continues it. */
export interface SegmentStates {
  /** After its last coding tree block (TableStateIdxDs). */
  readonly atEnd: ContextState;
  /** After the second coding tree block of a row, for the row below (TableStateIdxWpp). */
  readonly forNextRow: ContextState;
}

/**
 * slice_segment_data() (7.3.8.1): all coding tree blocks of a slice segment.
 *
 * @throws StreamFault if it is damaged, or does not end exactly where its data end
 */
export function readSliceData(
  context: SliceContext,
  payload: Unescaped,
  states: SegmentStates,
): void {
  const { decoder, meter, parameters, picture, slice } = context;
  const { order, columns } = picture;
  const { bytes } = payload;
  const blocks = columns * picture.rows;
  let substream = 0;
  let start = slice.dataStart;
  decoder.start(bytes, start, bytes.length);
  meter.start();
  let place = order.toStream[slice.address] as number;
  for (let isFirst = true; ; isFirst = false) {
    if (place >= blocks) throw new StreamFault('a slice goes on behind the end of the picture');
    const address = order.toRaster[place] as number;
    const isTileStart =
      place === 0 || order.tile[address] !== order.tile[order.toRaster[place - 1] as number];
    const isRowStart = address % columns === order.tileStart[address % columns];
    if (picture.sliceAddress[address] !== -1) {
      throw new StreamFault('two slices have the same block');
    }
    picture.sliceAddress[address] = slice.sliceAddress;
    picture.motion.sliceOf[address] = picture.motion.slices.length - 1;
    if (isFirst || isTileStart || (parameters.hasWavefronts && isRowStart)) {
      if (!isFirst) {
        // end_of_subset_one_bit, byte_alignment()
        if (!decoder.terminates()) throw new StreamFault('a row does not end where it should');
        checkEnd(context, false);
        const end = decoder.nextStart;
        checkEntryPoint(slice.entryPoints[substream], payload, start, end);
        substream += 1;
        start = end;
        decoder.start(bytes, start, bytes.length);
        meter.start();
      }
      startContexts(context, states, address, isFirst, isTileStart, isRowStart);
    }
    readTreeBlock(context, address);
    const isSecond = address % columns === (order.tileStart[address % columns] as number) + 1;
    if (parameters.hasWavefronts && isSecond) save(context, states.forNextRow);
    place += 1;
    if (decoder.terminates()) break;
  }
  checkEnd(context, true);
  if (decoder.nextStart < bytes.length && !isZero(bytes.subarray(decoder.nextStart))) {
    throw new StreamFault('a slice ends before its data');
  }
  if (parameters.hasDependentSlices) save(context, states.atEnd);
}

function readTreeBlock(context: SliceContext, address: number): void {
  const { meter, picture, slice, log2TreeBlock } = context;
  const { columns, order, sliceAddress } = picture;
  const column = address % columns;
  const isBeside = (other: number) =>
    sliceAddress[other] === slice.sliceAddress && order.tile[other] === order.tile[address];
  context.hasLeft = column > 0 && isBeside(address - 1);
  context.hasAbove = address >= columns && isBeside(address - columns);
  meter.lap();
  if (slice.hasLumaOffset || slice.hasChromaOffset) readAdaptiveOffset(context, address);
  picture.saoBits[address] = meter.lap();
  const x = column << log2TreeBlock;
  const y = Math.floor(address / columns) << log2TreeBlock;
  readCodingTree(context, x, y, log2TreeBlock, 0);
}

/** The context variables at the start of a slice segment, a tile or a row (9.3.1 and 9.3.2). */
function startContexts(
  context: SliceContext,
  states: SegmentStates,
  address: number,
  isFirst: boolean,
  isTileStart: boolean,
  isRowStart: boolean,
): void {
  const { decoder, residual, parameters, picture, slice } = context;
  const { columns, order, sliceAddress } = picture;
  const continues = isFirst && slice.isDependent;
  if (!continues || isTileStart || (parameters.hasWavefronts && isRowStart)) {
    context.lastQp = slice.qp;
  }
  if (!isTileStart && parameters.hasWavefronts && isRowStart) {
    const above = address - columns + 1;
    const isAvailable =
      address >= columns &&
      above % columns !== 0 &&
      sliceAddress[above] === slice.sliceAddress &&
      order.tile[above] === order.tile[address];
    if (isAvailable) {
      restore(context, states.forNextRow);
      return;
    }
  } else if (!isTileStart && continues) {
    restore(context, states.atEnd);
    return;
  }
  initializeContexts(decoder.contexts, slice.contextType, slice.qp);
  residual.riceStatistics.fill(0);
}

function save({ decoder, residual }: SliceContext, state: ContextState): void {
  state.contexts.set(decoder.contexts);
  state.riceStatistics.set(residual.riceStatistics);
}

function restore({ decoder, residual }: SliceContext, state: ContextState): void {
  decoder.contexts.set(state.contexts);
  residual.riceStatistics.set(state.riceStatistics);
}

/** The encoder ends each substream with a one and zeros up to the next byte. */
function checkEnd({ decoder }: SliceContext, isSegment: boolean): void {
  if (decoder.endsExactly) return;
  throw new StreamFault(`${isSegment ? 'a slice' : 'a row'} does not end at its last bit`);
}

/**
 * @param length bytes of the substream as the slice header says, with emulation prevention bytes
 */
function checkEntryPoint(
  length: number | undefined,
  { removed }: Unescaped,
  start: number,
  end: number,
): void {
  const escaped = removed.filter((at) => at > start && at <= end).length;
  // An emulation prevention byte at the border belongs to the part behind it or before it.
  const most = end - start + escaped;
  if (length !== undefined && Math.abs(length - most) <= 1) return;
  throw new StreamFault('a row does not end where the slice header says');
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}
