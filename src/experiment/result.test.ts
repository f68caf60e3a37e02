import { expect, test } from 'vitest';
import { meanColumn } from '../results/columnMean.ts';
import { NO_SECONDS } from '../results/columnSeconds.ts';
import { columnKind } from '../results/columnSpec.ts';
import { madeUpProvenance } from '../testing/madeUpResults.ts';
import { DEFAULT_CONFIGURATION } from './configuration.ts';
import {
  type ColumnState,
  type ExperimentState,
  emptyColumn,
  IDLE_EXPERIMENT,
} from './experimentState.ts';
import { retitled, sequenceResult } from './result.ts';
import { columns } from './testing/testColumns.ts';

/**
 * Five frames of one object with falling J and constant F. The first and the last are not scored.
 */
const SCORES = [1, 0.8, 0.6, 0.4, 0].map((value) => ({ J: [value], F: [0.5] }));

const PROVENANCE = madeUpProvenance();
const SIZE = { width: 100, height: 50 };

function finished(name: string, bytes: number): ExperimentState {
  const quality = [30, 31, 32, 33, 34].map((psnrY) => ({
    ...{ psnrY, psnr: psnrY + 1, ssimY: 0.9, inside: null, outside: null },
  }));
  const rate = (bytes * 8) / (SIZE.width * SIZE.height);
  const video = {
    ...{
      title: 'x265',
      codec: 'HEVC',
      headerBytes: 0,
      streamBytes: 5 * bytes + 100,
      size: SIZE,
      codedSize: SIZE,
    },
    settings: { crf: 45, keyint: 8 },
    ...{ commandLine: 'ffmpeg', log: '', file: new Uint8Array(), seconds: 1 },
    packets: Array.from({ length: 5 }, () => ({ bytes, key: false })),
  };
  const made = columns('truth,orig,x265@45,ours@same,import').map(
    (spec, index): ColumnState => ({
      ...emptyColumn(String(index), spec, columnKind(spec)),
      complete: true,
      crf: spec.pictures.source === 'x265' ? 45 : null,
      mapsReady: new Array(5).fill(true),
      scores: SCORES,
      pictures: { frames: null, ready: new Array(5).fill(true), quality },
      video: spec.pictures.source === 'x265' ? video : null,
      bits: spec.pictures.source === 'x265' ? { video: rate, masks: 0, total: rate } : null,
      seconds: { ...NO_SECONDS, encode: 1, decode: 2, vos: 4 },
    }),
  );
  return {
    ...IDLE_EXPERIMENT,
    status: 'done',
    sequenceName: name,
    frameCount: 5,
    size: SIZE,
    scoredIds: [1],
    columns: made,
  };
}

const resultOf = (experiment: ExperimentState) =>
  sequenceResult(experiment, DEFAULT_CONFIGURATION, PROVENANCE);

test('a result has the official means and the bits of the encoded video', () => {
  const { columns: made, frames, name } = resultOf(finished('dog', 25));
  expect([name, frames]).toEqual(['dog', 5]);
  const [original, x265] = made;
  expect(x265?.J.mean).toBeCloseTo(0.6, 12);
  expect(x265?.JF).toBeCloseTo(0.55, 12);
  // 25 bytes for a frame of 5,000 pixels.
  expect(x265?.bpp).toEqual({ video: 0.04, masks: 0, total: 0.04 });
  expect(x265).toMatchObject({ psnrY: 32, crf: 45, commandLine: 'ffmpeg' });
  // 100 bytes of headers.
  expect(x265?.headerBpp).toBeCloseTo(0.032, 12);
  expect(original).toMatchObject({ crf: null, bpp: null, psnrY: null, commandLine: null });
});

test('columns are in the order of the screen, without annotations and unfinished columns', () => {
  const experiment = finished('dog', 25);
  const partly = experiment.columns.map((column, index) => ({ ...column, complete: index !== 2 }));
  const { columns: made } = resultOf({ ...experiment, columns: partly.toReversed() });
  expect(made.map(({ spec }) => columnKind(spec))).toEqual(['imported', 'ours', 'original']);
});

test('the CRF of x265 is written as a number', () => {
  const [, , ours] = resultOf(finished('dog', 25)).columns;
  expect(ours?.spec.pictures).toMatchObject({ rate: { kind: 'crf', crf: 45 } });
});

test('an import gets another title, and the other columns keep theirs', () => {
  const result = retitled(resultOf(finished('dog', 25)), 'VVenC');
  expect(result.columns.map(({ title }) => title)).toEqual(['original', 'x265', 'ours', 'VVenC']);
});

test('the mean gives all sequences the same weight, and has no bits if nothing was encoded', () => {
  const results = [25, 75].map((bytes) => resultOf(finished('dog', bytes)));
  const mean = (index: number) => meanColumn(results.flatMap((each) => each.columns[index] ?? []));
  expect(mean(1).bpp?.total).toBeCloseTo(0.08, 12);
  expect(mean(0).bpp).toBeNull();
});
