import { expect, test } from 'vitest';
import { meanColumn } from '../results/columnMean.ts';
import { NO_SECONDS } from '../results/columnSeconds.ts';
import { madeUpProvenance, namedColumns } from '../testing/madeUpResults.ts';
import { DEFAULT_CONFIGURATION } from './configuration.ts';
import { EMPTY_COLUMN, type ExperimentState, IDLE_EXPERIMENT } from './experimentState.ts';
import { sequenceResult } from './result.ts';

/**
 * Five frames of one object with falling J and constant F. The first and the last are not scored.
 */
const SCORES = [1, 0.8, 0.6, 0.4, 0].map((value) => ({ J: [value], F: [0.5] }));

const PROVENANCE = madeUpProvenance();

function finished(name: string, bytes: number): ExperimentState {
  const column = {
    ...EMPTY_COLUMN,
    mapsReady: 5,
    scores: SCORES,
    quality: [30, 31, 32, 33, 34].map((psnrY) => ({
      psnrY,
      psnr: psnrY + 1,
      ssimY: 0.9,
      inside: null,
      outside: null,
    })),
    seconds: { ...NO_SECONDS, encode: 1, decode: 2, vos: 4 },
  };
  return {
    ...IDLE_EXPERIMENT,
    status: 'done',
    sequenceName: name,
    frameCount: 5,
    size: { width: 100, height: 50 },
    scoredIds: [1],
    columns: { ...IDLE_EXPERIMENT.columns, original: column, x265: column, ours: column },
    video: {
      title: 'x265',
      codec: 'HEVC',
      headerBytes: 0,
      size: { width: 100, height: 50 },
      codedSize: { width: 100, height: 50 },
      settings: { crf: 45, keyint: 8 },
      commandLine: '',
      log: '',
      file: new Uint8Array(),
      packets: Array.from({ length: 5 }, () => ({ bytes, key: false })),
      seconds: 1,
    },
    provider: {
      provider: 'wasm',
      device: 'wasm',
      memoryFrames: null,
      adapter: null,
      threads: 1,
      onnxruntimeWeb: '1.30.0',
      reason: null,
      goldenDifference: null,
      precision: 'float32',
      float16Disagreement: null,
      float16EnhancerDifference: null,
      float16Reason: null,
    },
  };
}

test('a result has the official means and the bits of the encoded video', () => {
  const result = sequenceResult(finished('dog', 25), DEFAULT_CONFIGURATION, PROVENANCE);
  const { frames, name } = result;
  const columns = namedColumns(result);
  expect([name, frames]).toEqual(['dog', 5]);
  expect(columns.x265?.J.mean).toBeCloseTo(0.6, 12);
  expect(columns.x265?.JF).toBeCloseTo(0.55, 12);
  // 25 bytes for a frame of 5,000 pixels.
  expect(columns.x265?.bpp).toEqual({ video: 0.04, masks: 0, total: 0.04 });
  expect(columns.x265?.psnrY).toBe(32);
  expect(columns.original).toMatchObject({ crf: null, bpp: null, psnrY: null });
});

test('only the requested columns are in the result', () => {
  const configuration = { ...DEFAULT_CONFIGURATION, columns: ['x265'] as const };
  expect(
    Object.keys(namedColumns(sequenceResult(finished('dog', 25), configuration, PROVENANCE))),
  ).toEqual(['x265']);
});

test('an import is a separate column with its own bits', () => {
  const experiment: ExperimentState = {
    ...finished('dog', 25),
    importedTitle: 'output.yuv',
    imported: { bytes: 250, packets: null, note: null },
  };
  const result = sequenceResult(
    { ...experiment, columns: { ...experiment.columns, imported: experiment.columns.x265 } },
    DEFAULT_CONFIGURATION,
    PROVENANCE,
  );
  expect(namedColumns(result).imported).toMatchObject({
    title: 'output.yuv',
    crf: null,
    bpp: { video: 0.08, masks: 0, total: 0.08 },
  });
});

test('the mean gives all sequences the same weight, and has no bits if nothing was encoded', () => {
  const results = [25, 75].map((bytes) =>
    sequenceResult(finished('dog', bytes), DEFAULT_CONFIGURATION, PROVENANCE),
  );
  const mean = (name: 'original' | 'x265') =>
    meanColumn(results.flatMap((result) => namedColumns(result)[name] ?? []));
  expect(mean('x265').bpp?.total).toBeCloseTo(0.08, 12);
  expect(mean('original').bpp).toBeNull();
});
