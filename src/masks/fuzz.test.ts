import { describe, expect, it } from 'vitest';
import { Problem } from '../problem.ts';
import { decodeMaskStream } from './decodeMaskStream.ts';
import { encodeMaskStream } from './encodeMaskStream.ts';
import { readMaskFile, writeMaskFile } from './maskFile.ts';
import { seededRandom } from './seededRandom.ts';
import { movingDiscs } from './testing/testMaps.ts';

const STREAMS = 100_000;
const SEED = 20_261_123;

const size = { width: 14, height: 10 };
const ids = [3, 9, 200];
const source = movingDiscs(size.width, size.height, 4, ids);
const files = (['lossless', 50] as const).map((quality) =>
  writeMaskFile(encodeMaskStream(source, { quality, scale: 1, refresh: 2 })),
);

/** Flips a bit, or overwrites, truncates, removes or repeats a range of bytes. */
function mutate(file: Uint8Array, random: () => number): Uint8Array {
  const below = (count: number) => Math.floor(random() * count);
  const mutated = Uint8Array.from(file);
  const at = 5 + below(file.length - 5);
  const length = 1 + below(8);
  switch (below(5)) {
    case 0:
      mutated[at] = (mutated[at] as number) ^ (1 << below(8));
      return mutated;
    case 1:
      for (let index = at; index < at + length; index++) mutated[index] = below(256);
      return mutated;
    case 2:
      return mutated.subarray(0, at);
    case 3:
      return Uint8Array.from([...mutated.subarray(0, at), ...mutated.subarray(at + length)]);
    default:
      return Uint8Array.from([
        ...mutated.subarray(0, at),
        ...mutated.subarray(Math.max(0, at - length)),
      ]);
  }
}

describe('damaged mask streams', () => {
  it(`neither break the decoder nor produce new ids (${STREAMS} streams)`, () => {
    const random = seededRandom(SEED);
    const allowed = new Set([0, ...ids]);
    let marked = 0;
    let rejected = 0;
    for (let run = 0; run < STREAMS; run++) {
      const file = mutate(files[run % files.length] as Uint8Array, random);
      try {
        const decoded = decodeMaskStream(readMaskFile(file, 'fuzz.msk'), size);
        if (!decoded) {
          rejected++;
          continue;
        }
        if (decoded.maps.some((map) => map?.damage !== null)) marked++;
        for (const map of decoded.maps) {
          if (map && !map.ids.every((id) => allowed.has(id))) {
            throw new Error(`run ${run}: an id that is not in the stream`);
          }
        }
      } catch (error) {
        if (!(error instanceof Problem)) throw new Error(`run ${run}`, { cause: error });
        rejected++;
      }
    }
    // The other mutations change nothing or cut off whole packets.
    expect(marked + rejected).toBeGreaterThan(STREAMS * 0.9);
  });
});
