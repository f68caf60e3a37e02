import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dtype } from '../dtype.ts';

const FOLDER = join(import.meta.dirname, 'fixtures');

/** A tensor that `fixtures/make.py` wrote; values are float32 or integers, in index order. */
export interface FixtureTensor {
  readonly key: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  readonly values: readonly (number | boolean | string)[];
}

/** The bytes of a file in `fixtures/`. */
export function fixtureBytes(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(join(FOLDER, name)));
}

export const fixtureNames = readdirSync(FOLDER).filter((name) => name.endsWith('.pth'));

export const fixtureTensors = JSON.parse(
  readFileSync(join(FOLDER, 'expected.json'), 'utf8'),
) as Readonly<Record<string, readonly FixtureTensor[]>>;

/** A file that records which of its bytes were read. */
export class WatchedFile extends Blob {
  readonly slices: (readonly [start: number, end: number])[] = [];

  override slice(start = 0, end = this.size, type?: string): Blob {
    this.slices.push([start, end]);
    return super.slice(start, end, type);
  }

  override arrayBuffer(): Promise<ArrayBuffer> {
    this.slices.push([0, this.size]);
    return super.arrayBuffer();
  }
}

/** Reproducible random numbers in 0..1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
