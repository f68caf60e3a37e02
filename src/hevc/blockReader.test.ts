import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { type CodedPicture, readCodedPictures } from '../codec/codedPictures.ts';
import { BlockReader } from './blockReader.ts';
import { isSlice, nalHeader, UNIT } from './nalHeader.ts';
import { StreamBlocks } from './streamBlocks.ts';

/** Nine pictures, in an order of their own; five pictures of many dependent slices. */
const PYRAMID = 'hm-random-access.hevc';
const DEPENDENT = 'hm-dependent.hevc';

function file(name: string) {
  const bytes = readFileSync(join(import.meta.dirname, 'testing/fixtures', name));
  return { name, data: new Blob([Uint8Array.from(bytes)]) };
}

const isSliceUnit = (unit: Uint8Array) => isSlice(nalHeader(unit).type);

/** The units of a picture with only those of its slices that are kept. */
function withSlices({ units }: CodedPicture, keeps: (number: number) => boolean): Uint8Array[] {
  let number = 0;
  return units.filter((unit) => !isSliceUnit(unit) || keeps(number++));
}

describe('a damaged stream', () => {
  let pictures: CodedPicture[];
  let reader: BlockReader;

  const key = () => pictures[0] as CodedPicture;
  const second = () => pictures[1] as CodedPicture;

  beforeEach(async () => {
    pictures = await readCodedPictures(file(DEPENDENT));
    reader = new BlockReader();
  });

  it('keeps what was read before a slice that is missing', () => {
    const whole = new BlockReader().read(key().units);
    const blocks = reader.read(withSlices(key(), (number) => number < 3));
    expect(blocks?.damage).toBe('some of its slices are missing');
    const count = blocks?.coding.count ?? 0;
    expect(count).toBeGreaterThan(0);
    expect(blocks?.coding.qp).toEqual(whole?.coding.qp.slice(0, count));
  });

  it('names a first slice that is missing', () => {
    // The seventh segment starts a slice of its own.
    const blocks = reader.read(withSlices(key(), (number) => number > 4));
    expect(blocks?.damage).toBe('its first slice is missing');
  });

  it('does not continue a slice that is missing', () => {
    expect(() => reader.read(withSlices(key(), (number) => number === 1))).toThrow(
      'a slice that it continues is missing',
    );
  });

  it('does not read a block twice', () => {
    const [slice] = key().units.filter(isSliceUnit) as [Uint8Array];
    const twice = Uint8Array.from(slice);
    // first_slice_segment_in_pic_flag would start a picture.
    expect(reader.read([...key().units, twice])?.damage).toBe('two pictures are in one packet');
  });

  it('names a slice that is cut off', () => {
    const units = key().units.map((unit) =>
      isSliceUnit(unit) ? unit.subarray(0, Math.ceil(unit.length / 2)) : unit,
    );
    expect(reader.read(units)?.damage).toMatch(/end|last bit/);
  });

  it('may have zeros behind a slice (7.3.2.14), but nothing else', () => {
    const append = (...bytes: number[]) =>
      key().units.map((unit) => (isSliceUnit(unit) ? Uint8Array.from([...unit, ...bytes]) : unit));
    // cabac_zero_words, with emulation prevention.
    expect(reader.read(append(0, 0, 3, 0, 0, 3))?.damage).toBeNull();
    expect(reader.read(append(0, 1))?.damage).toBe('a slice ends before its data');
  });

  it('starts with a key frame, and needs parameters', () => {
    expect(() => reader.read(second().units)).toThrow('its parameter sets are missing');
    reader.readParameters(key().units);
    expect(() => reader.read(second().units)).toThrow('no key frame comes before it');
    expect(reader.read(key().units)?.damage).toBeNull();
  });

  it('tells which parameters are damaged', () => {
    const units = key().units.map((unit) =>
      nalHeader(unit).type === UNIT.sequence ? unit.subarray(0, 8) : unit,
    );
    expect(() => reader.read(units)).toThrow(
      'its sequence parameters are damaged (the unit ends too early)',
    );
  });

  it('says which pictures have vectors that depend on a damaged one', () => {
    reader.read(withSlices(key(), (number) => number < 3));
    const damage = 'its vectors depend on a picture that is missing or damaged';
    expect(reader.read(second().units)?.damage).toBe(damage);
    // With it everything that follows.
    expect(reader.read((pictures[2] as CodedPicture).units)?.damage).toBe(damage);
  });

  it('has no blocks without slices', () => {
    const isSet = (unit: Uint8Array) => nalHeader(unit).type <= UNIT.picture && !isSliceUnit(unit);
    expect(reader.read(key().units.filter(isSet))).toBeNull();
    expect(reader.read([])).toBeNull();
    // A message belongs to a picture.
    expect(() => reader.read(key().units.filter((unit) => !isSliceUnit(unit)))).toThrow(
      'it has no slice that can be read',
    );
  });

  it('leaves out layers above the base layer', () => {
    const above = key().units.map((unit) => {
      const other = Uint8Array.from(unit);
      // nuh_layer_id 1
      other[1] = (other[1] as number) | 8;
      return other;
    });
    const blocks = reader.read(key().units.flatMap((unit, at) => [unit, above[at] as Uint8Array]));
    expect(blocks?.damage).toBeNull();
    expect(blocks?.coding).toEqual(new BlockReader().read(key().units)?.coding);
  });
});

describe('pictures in any order', () => {
  it('have the same blocks as one after the other', async () => {
    const forwards = await StreamBlocks.open(file(PYRAMID));
    const backwards = await StreamBlocks.open(file(PYRAMID));
    expect(forwards.count).toBe(9);
    const inOrder = Array.from({ length: 9 }, (_, place) => forwards.read(place));
    for (let place = 8; place >= 0; place--) {
      const read = backwards.read(place);
      expect(read).toEqual(inOrder[place]);
      expect(read.blocks?.order).toBe(place);
    }
  });

  it('are refused by name behind the last one', async () => {
    const stream = await StreamBlocks.open(file(PYRAMID));
    expect(() => stream.read(9)).toThrow(
      'hm-random-access.hevc has 9 pictures, so there is none for frame 9.',
    );
  });
});
