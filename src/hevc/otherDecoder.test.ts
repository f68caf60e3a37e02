import { beforeAll, describe, expect, it } from 'vitest';
import { hasShared, withShared } from '../testing/sharedFixtures.ts';
import { LAYERS, libde265Drawings, ownDrawings } from './testing/ownDrawings.ts';
import { type ReadPicture, type X265Options, x265Stream } from './testing/x265Stream.ts';

const CASES: Readonly<Record<string, Omit<X265Options, 'sequence'>>> = {
  'the product': { frames: 16, tune: 'zerolatency', parameters: 'crf=37:keyint=8' },
  'a pyramid of B pictures': {
    ...{ frames: 16, preset: 'slow' },
    parameters: 'crf=30:rect=1:amp=1:bframes=6:ref=4:b-adapt=0:qg-size=8:aq-strength=2',
  },
  'weighted prediction in slices': {
    ...{ frames: 12, preset: 'medium', filter: 'fade=in:0:12' },
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
        let shown: ReadPicture[] = [];
        let drawings: ReturnType<typeof libde265Drawings> = [];

        beforeAll(async () => {
          const sequence = 'bmx-trees';
          const stream = await x265Stream({ ...options, sequence, ...(filter && { filter }) });
          shown = stream.pictures.toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0));
          const [first] = shown;
          if (first) drawings = libde265Drawings(stream.bytes, first.blocks);
        });

        it.each(LAYERS)('equal ours: %s', (layer) => {
          expect(drawings).toHaveLength(shown.length);
          shown.forEach(({ blocks }, index) => {
            const theirs = drawings[index]?.[layer] as Uint8Array;
            expect(theirs.some((value) => value > 0)).toBe(true);
            expect(Buffer.compare(ownDrawings(blocks)[layer] as Uint8Array, theirs)).toBe(0);
          });
        });
      });
    }
  }
});
