import { beforeAll, describe, expect, it } from 'vitest';
import type { PictureBlocks } from '../pictureBlocks.ts';
import { expectExactEnds, expectTiling, expectWholeBits, sliceCount } from './streamChecks.ts';
import { readStatistics, x265Statistics } from './x265Statistics.ts';
import { type X265Options, type X265Stream, x265Stream } from './x265Stream.ts';

/** What x265 writes about each picture that does not follow from the stream. */
const NOT_IN_STREAM =
  /Scenecut|ratio|RateFactor|Fill|Latency|Distortion|[Ee]nergy|Energy|Level|\(ms\)|WPP|Row Blocks/;

/** Parameters with which x265 uses one thread. */
export const ONE_THREAD = 'pools=none:frame-threads=1:wpp=0';

/** Tests of a stream of x265, and how many slices and pictures they have covered. */
export class X265Checks {
  slices = 0;
  pictures = 0;

  check(name: string, options: X265Options): void {
    describe(name, () => {
      let stream: X265Stream;

      beforeAll(async () => {
        stream = await x265Stream(options);
        this.pictures += stream.pictures.length;
        this.slices += sliceCount(stream.pictures);
      });

      it('has slices that end exactly at their end bits', () => {
        expect(stream.pictures).toHaveLength(options.frames);
        expectExactEnds(stream.pictures);
      });

      it('has bits that add up to its packets, and units that tile its pictures', () => {
        expectWholeBits(stream.pictures);
        expectTiling(stream.pictures);
      });

      it("has the counts of x265's own statistics", () => {
        const theirs = readStatistics(stream.csv);
        expect(theirs).toHaveLength(stream.pictures.length);
        stream.pictures.forEach((picture, index) => {
          const expected = theirs[index] as Record<string, string>;
          const names = Object.keys(expected).filter((column) => isKnown(column, options));
          const own = x265Statistics(picture, index);
          expect(only(own, names)).toEqual(only(expected, names));
          expectMeanQp(picture.blocks, String(own.QP), String(expected.QP), options);
        });
      });
    });
  }
}

function isKnown(column: string, { parameters }: X265Options): boolean {
  if (column === 'QP' || NOT_IN_STREAM.test(column)) return false;
  // Rows of tree blocks add to its counts of prediction units at the same time, without a lock.
  return !column.startsWith('PU ') || parameters.includes(ONE_THREAD);
}

function expectMeanQp(
  { width, height, log2TreeBlock }: PictureBlocks,
  own: string,
  theirs: string,
  { preset = '', parameters }: X265Options,
): void {
  const size = 1 << log2TreeBlock;
  const isWhole = width % size === 0 && height % size === 0;
  const isFast = preset === 'ultrafast' || preset === 'superfast';
  const isFixed = /^qp=|aq-mode=0:cutree=0/.test(parameters);
  if (isFixed || (isFast && parameters.includes('keyint=1:'))) {
    // Without adaptive quantization it gives a QP before it is rounded and cut to 51.
    expect(Math.abs(Number(own) - Math.min(51, Number(theirs)))).toBeLessThan(0.51);
  } else if (isWhole && !parameters.includes('lossless=1')) {
    // Outside of the picture, in tree blocks that reach over its borders, it counts a QP as well.
    expect(own).toBe(theirs);
  }
}

function only(record: Record<string, string>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, record[name] ?? 'not there']));
}
