import { beforeAll, describe, expect, it } from 'vitest';
import { hasShared, withShared } from '../testing/sharedFixtures.ts';
import { type Drawings, LAYERS, libde265Drawings, ownDrawings } from './testing/ownDrawings.ts';
import { type X265Options, x265Stream } from './testing/x265Stream.ts';

const CASES: Readonly<Record<string, Omit<X265Options, 'sequence'>>> = {
  'the product': { frames: 10, tune: 'zerolatency', parameters: 'crf=37:keyint=8' },
  'a pyramid of B pictures': {
    ...{ frames: 10, preset: 'slow' },
    parameters: 'crf=30:rect=1:amp=1:bframes=6:ref=4:b-adapt=0:qg-size=8:aq-strength=2',
  },
  'weighted prediction in slices': {
    ...{ frames: 8, preset: 'medium', filter: 'fade=in:0:8' },
    parameters: 'crf=27:slices=4:weightb=1:ctu=16:max-merge=5:tu-intra-depth=3:tu-inter-depth=3',
  },
};

/** Mirrored, vectors point the other way: libde265 draws those to the right and downwards only. */
const MIRRORED = 'hflip,vflip';

describe.skipIf(!hasShared)(withShared("libde265's drawings"), () => {
  for (const [name, options] of Object.entries(CASES)) {
    for (const filter of [options.filter, [options.filter, MIRRORED].filter(Boolean).join()]) {
      const isMirrored = filter?.includes(MIRRORED);
      describe(`of ${name}${isMirrored ? ', mirrored' : ''}`, () => {
        let own: Drawings[] = [];
        let theirs: Drawings[] = [];

        beforeAll(async () => {
          const sequence = 'bmx-trees';
          const stream = await x265Stream({ ...options, sequence, ...(filter && { filter }) });
          const shown = stream.pictures.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0));
          own = shown.map(({ blocks }) => ownDrawings(blocks));
          if (shown[0]) theirs = libde265Drawings(stream.bytes, shown[0].blocks);
        });

        it.each(LAYERS)('equal ours: %s', (layer) => {
          expect(theirs).toHaveLength(own.length);
          const isSame = own.map((drawings, index) =>
            Buffer.from(drawings[layer]).equals(theirs[index]?.[layer] ?? new Uint8Array()),
          );
          expect(isSame).toEqual(isSame.map(() => true));
          // Key frames have no vectors, but other pictures have.
          expect(own.some((drawings) => drawings[layer].some((value) => value > 0))).toBe(true);
        });
      });
    }
  }
});
