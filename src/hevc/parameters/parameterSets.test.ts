import { describe, expect, it } from 'vitest';
import { bytesOf, type Element } from '../testing/bits.ts';
import { picture, SEQUENCE, sequence } from '../testing/parameterSets.ts';
import { readSequenceParameters } from './sequenceParameters.ts';

describe('a sequence parameter set', () => {
  it('gives the sizes of its pictures and blocks', () => {
    const whole = sequence();
    expect(whole).toMatchObject({
      ...{ id: 3, chroma: 1, width: 64, height: 48, orderBits: 8, lumaDepth: 8 },
      ...{ log2MinCodingBlock: 3, log2TreeBlock: 6, log2MinTransform: 2, log2MaxTransform: 5 },
      ...{ columns: 1, rows: 1, transformDepthInter: 1, transformDepthIntra: 2, pcm: null },
      ...{ hasAsymmetricPartitions: true, hasSampleAdaptiveOffset: false },
      ...{ hasTemporalVectors: true, longTermPictures: null, shortTermSets: [] },
    });
  });

  it('crops in units of chroma samples', () => {
    const crop = { left: 1, right: 2, top: 3, bottom: 4 };
    const elements: Element[] = ['1', ...Object.values(crop)];
    expect(sequence({ crop: elements }).crop).toEqual({ left: 2, right: 4, top: 6, bottom: 8 });
    expect(sequence({ crop: elements, format: [2] }).crop).toEqual({ ...crop, left: 2, right: 4 });
    expect(sequence({ crop: elements, format: [3, '0'] }).crop).toEqual(crop);
    expect(sequence({ crop: elements, format: [0] }).crop).toEqual(crop);
    expect(() => sequence({ crop: ['1', 16, 16, 0, 0] })).toThrow('its cropping leaves no picture');
  });

  it('has as many sub-layers as it says', () => {
    const present = '10 01 00 00 00 00 00 00';
    const layers = `${'0'.repeat(88)} ${'0'.repeat(8)}`;
    const profile = `${SEQUENCE.profile} ${present} ${layers}`;
    const given = { start: '0000 010 1', profile };
    // Each layer has its own three elements, or the highest those of all.
    const own = sequence({ ...given, layers: ['1', 4, 0, 0, 4, 1, 0, 4, 2, 0] });
    expect(own.width).toBe(64);
    expect(sequence({ ...given, layers: ['0', 4, 2, 0] })).toEqual(own);
  });

  it('lists long-term pictures by the lowest bits of their order', () => {
    const longTermPictures = ['1', 2, '00000101', '1', '11111111', '0'];
    expect(sequence({ longTermPictures }).longTermPictures).toEqual([
      { lowBits: 5, isUsed: true },
      { lowBits: 255, isUsed: false },
    ]);
  });

  it('gives the lengths of PCM samples and the sizes of their blocks', () => {
    expect(sequence({ pcm: ['1', '0111', '0100', 0, 1, '0'] }).pcm).toEqual({
      ...{ lumaBits: 8, chromaBits: 5, log2MinSize: 3, log2MaxSize: 4 },
    });
    expect(() => sequence({ pcm: ['1', '0111', '0100', 2, 1, '0'] })).toThrow('largest PCM block');
  });

  it('skips scaling lists and usability information', () => {
    // Lists that follow from others, and one that is written.
    const written: Element[] = ['1', ...Array<Element>(16).fill({ signed: -3 })];
    const lists: Element[] = ['1', '1', ...written, ...Array(19).fill(['0', 0]).flat()];
    // Of 255 (its own aspect ratio), overscan, colours, chroma's place, a window, time and a
    // hypothetical decoder whose pictures come at no fixed rate.
    const usability: Element[] = [
      ...['1', '1', '11111111', '0'.repeat(32), '1 0', '1 000 0 1', '0'.repeat(24), '1', 2, 2],
      ...['0 0 0', '1', 1, 1, 1, 1, '1', '0'.repeat(64), '1', 7, '1'],
      ...['1 1', '1', '0'.repeat(19), '0'.repeat(8), '0'.repeat(4), '0'.repeat(15)],
      ...['0 0 0', 1, ...Array(2).fill([5, 6, 7, 8, '0', 5, 6, 7, 8, '1']).flat()],
      ...['1', '0 0 0', 0, 0, 0, 15, 15],
    ];
    const read = sequence({
      scalingLists: lists,
      usability,
      extensions: ['1', '1 0 0 0 0000', '0 1 1 1 0 0 1 1 0'],
    });
    expect(read).toMatchObject({
      ...{ skipsTransformContext: true, hasImplicitRdpcm: true, hasExplicitRdpcm: true },
      ...{ hasHighPrecisionOffsets: true, hasPersistentRice: true },
    });
  });

  it('names what is not covered', () => {
    const range = (flags: string) => sequence({ extensions: ['1', '1 0 0 0 0000', flags] });
    const other = (flags: string) => sequence({ extensions: ['1', flags] });
    expect(() => sequence({ format: [3, '1'] })).toThrow(
      'it uses separately coded colour planes, which is not read here',
    );
    expect(() => range('0 0 0 0 1 0 0 0 0')).toThrow('extended precision of coefficients');
    expect(() => range('0 0 0 0 0 0 0 0 1')).toThrow('aligned bypass decoding');
    expect(() => other('0 0 1 0 0000')).toThrow('the 3D extension');
    expect(() => other('0 0 0 1 0000')).toThrow('the screen content coding extension');
    // Layers above the base layer are left out.
    expect(other('0 1 0 0 0000 0').width).toBe(64);
  });

  it('with sizes beyond all levels, or that contradict each other, is refused', () => {
    expect(() => sequence({ width: 100_000 })).toThrow('its pictures would have 100000×48 samples');
    expect(() => sequence({ width: 16_000, height: 16_000 })).toThrow(
      'its pictures would be larger than level 6.2 allows (16000×16000)',
    );
    expect(() => sequence({ width: 60 })).toThrow('do not consist of whole coding blocks');
    expect(() => sequence({ sizes: [0, 0, 0, 2] })).toThrow('its sizes of blocks contradict');
    expect(() => sequence({ sizes: [3, 3, 0, 3] })).toThrow('the size of a coding tree block');
    expect(() => readSequenceParameters(bytesOf('0000'))).toThrow(RangeError);
  });
});

describe('a picture parameter set', () => {
  it('gives what slices need', () => {
    expect(picture()).toMatchObject({
      ...{ id: 1, sequenceId: 3, hasDependentSlices: true, hasOutputFlag: false },
      ...{ extraSliceBits: 2, hidesSigns: true, hasCabacInit: false, activeReferences: [2, 1] },
      ...{ initialQp: 22, skipsTransforms: true, qpDeltaDepth: 2, hasWeightedP: true },
      ...{ hasWeightedB: false, tiles: null, hasWavefronts: true, modifiesLists: true },
      ...{ log2ParallelMerge: 4, log2MaxTransformSkip: 2, chromaOffsets: null },
    });
  });

  it('gives the widths of tiles that are not uniform', () => {
    const tools = '0 0 0 0 1 0';
    expect(picture({ tools, tiles: [2, 1, '0', 4, 0, 2, '1'] }).tiles).toEqual({
      ...{ columns: 3, rows: 2, widths: [5, 1], heights: [3] },
    });
    expect(picture({ tools, tiles: [1, 0, '1', '1'] }).tiles).toEqual({
      ...{ columns: 2, rows: 1, widths: null, heights: null },
    });
    expect(() => picture({ tools, tiles: [20, 0, '1', '1'] })).toThrow('num_tile_columns_minus1');
  });

  it('gives the range extensions', () => {
    const range: Element[] = [3, '1', '1', 1, 1, ...Array<Element>(4).fill({ signed: 5 }), 0, 0];
    expect(picture({ extensions: ['1', '1 0 0 0 0000', ...range] })).toMatchObject({
      ...{ log2MaxTransformSkip: 5, predictsAcrossComponents: true },
      chromaOffsets: { depth: 1, count: 2 },
    });
  });

  it('names what is not covered', () => {
    const other = (flags: string) => picture({ extensions: ['1', flags] });
    expect(() => other('0 1 0 0 0000')).toThrow('the multilayer extension');
    expect(() => other('0 0 1 0 0000')).toThrow('the 3D extension');
    expect(() => other('0 0 0 1 0000')).toThrow('the screen content coding extension');
  });
});
