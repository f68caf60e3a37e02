import { expect } from 'vitest';
import { isHeaderUnit } from '../../codec/unitBits.ts';
import { unescaped } from '../cabac/unescaped.ts';
import { isSlice, nalHeader } from '../nalHeader.ts';
import { FLAG, MODE, type PictureBlocks } from '../pictureBlocks.ts';
import type { ReadPicture } from './x265Stream.ts';

/** Number of the slices of pictures. */
export function sliceCount(pictures: readonly ReadPicture[]): number {
  return pictures.reduce((sum, { blocks }) => sum + blocks.slices.length, 0);
}

/**
 * Every slice, and every row that starts afresh, ends exactly at its end bit, with nothing but zeros
 * behind it: a single wrong bit in between would make that unlikely, as all that follows would be
 * read differently. The reader says so itself, as damage.
 */
export function expectExactEnds(pictures: readonly ReadPicture[]): void {
  expect(pictures.length).toBeGreaterThan(0);
  for (const { blocks, units } of pictures) {
    expect(blocks.damage).toBeNull();
    const segments = units.map(nalHeader).filter(({ type }) => isSlice(type)).length;
    expect(blocks.slices.length).toBeGreaterThan(0);
    expect(blocks.slices.length).toBeLessThanOrEqual(segments);
  }
}

/**
 * The bits add up to the packet. What is left for the framing is what it must be: four bytes for each
 * unit, emulation prevention, and for each slice, row and PCM block its end and its padding.
 *
 * @param tileColumns columns of tiles, each of which may have an end in each row
 */
export function expectWholeBits(pictures: readonly ReadPicture[], tileColumns = 1): void {
  for (const { blocks, units } of pictures) {
    const counted = units.filter((unit) => !isHeaderUnit('hevc', unit));
    const { side, residual, adaptiveOffset, headers, messages, framing, total } = blocks.bits;
    expect(total).toBe(counted.reduce((sum, unit) => sum + 8 * (unit.length + 4), 0));
    for (const part of [side, residual, adaptiveOffset, headers, messages]) {
      expect(part).toBeGreaterThanOrEqual(0);
    }
    const escapes = counted.reduce((sum, unit) => sum + unescaped(unit).removed.length, 0);
    const treeBlocks = blocks.sliceOf.length;
    const rows = Math.ceil(blocks.height / (1 << blocks.log2TreeBlock));
    const pcm = blocks.coding.flags.filter((flags) => (flags & FLAG.pcm) !== 0).length;
    const ends = rows * tileColumns + counted.length + pcm;
    // The arithmetic code ends within 9 bits, and fills a byte; each tree block says that it is not
    // the last one, which takes a hundredth of a bit.
    const most = 32 * counted.length + 8 * escapes + 17 * ends + 0.02 * treeBlocks;
    expect(framing).toBeGreaterThanOrEqual(32 * counted.length);
    expect(framing).toBeLessThanOrEqual(most);
  }
}

/** Coding units tile the picture, and prediction and transform units their coding unit. */
export function expectTiling(pictures: readonly ReadPicture[]): void {
  for (const { blocks } of pictures) {
    const { width, height, coding, prediction, transform } = blocks;
    const stride = width / 4;
    const covers = { coding: cover(blocks), prediction: cover(blocks), transform: cover(blocks) };
    let withTree = 0;
    for (let unit = 0; unit < coding.count; unit++) {
      const size = 1 << (coding.log2Size[unit] as number);
      fill(covers.coding, stride, coding.x[unit], coding.y[unit], size, size);
      const from = coding.firstTransform[unit] as number;
      if ((coding.firstTransform[unit + 1] as number) > from) withTree += size * size;
      if (coding.mode[unit] === MODE.skip) expect(coding.firstTransform[unit + 1]).toBe(from);
    }
    for (let unit = 0; unit < prediction.count; unit++) {
      const { x, y, width: across, height: down } = prediction;
      fill(covers.prediction, stride, x[unit], y[unit], across[unit], down[unit]);
    }
    for (let unit = 0; unit < transform.count; unit++) {
      const size = 1 << (transform.log2Size[unit] as number);
      fill(covers.transform, stride, transform.x[unit], transform.y[unit], size, size);
    }
    expect(covers.coding.every((times) => times === 1)).toBe(true);
    expect(covers.prediction.every((times) => times === 1)).toBe(true);
    expect(covers.transform.every((times) => times <= 1)).toBe(true);
    expect(16 * covers.transform.reduce((sum, times) => sum + times, 0)).toBe(withTree);
    expect(covers.coding.length * 16).toBe(width * height);
  }
}

/** How often each 4×4 block is covered. */
function cover({ width, height }: PictureBlocks): Uint8Array {
  return new Uint8Array((width / 4) * (height / 4));
}

function fill(map: Uint8Array, stride: number, x = 0, y = 0, width = 0, height = 0): void {
  for (let row = y / 4; row < (y + height) / 4; row++) {
    for (let column = x / 4; column < (x + width) / 4; column++) {
      map[row * stride + column] = (map[row * stride + column] as number) + 1;
    }
  }
}
