import { expect, test } from 'vitest';
import { formatResultFile, groupByConfiguration, parseResultFile } from './resultFile.ts';
import type { SequenceResult } from './resultSchema.ts';

const STATISTICS = { mean: 0.8, recall: 1, decay: Number.NaN };

function result(name: string, crf: number): SequenceResult {
  return {
    name,
    frames: 5,
    size: { width: 100, height: 50 },
    frameRate: 25,
    configuration: { crf, targetBpp: null, keyint: 8, network: 'compact', frameLimit: null },
    columns: {
      x265: {
        title: 'x265',
        masks: 'VOS on decoded frames',
        crf,
        bpp: { video: 0.01, masks: 0, total: 0.01 },
        ...{ J: STATISTICS, F: STATISTICS, JF: 0.8 },
        psnrY: 30,
        picture: { psnrY: 30, psnr: 31, ssimY: 0.9, inside: null, outside: null },
        seconds: { encode: 1, decode: 1, enhance: 0, vos: 1 },
        objects: [
          {
            ...{ id: 1, J: STATISTICS, F: STATISTICS, JF: 0.8 },
            frames: { J: [null, 0.8, null], F: [null, 0.8, null] },
          },
        ],
        provider: 'wasm',
      },
    },
    provenance: {
      date: '2026-01-01T00:00:00.000Z',
      input: '00',
      commandLine: 'ffmpeg',
      networks: [{ name: 'vos.onnx', sha256: '00' }],
      device: 'wasm',
      adapter: null,
      providerReason: null,
      goldenDifference: null,
      browser: 'test',
      versions: { maskscope: '0.1.0' },
    },
  };
}

const file = (...sequences: SequenceResult[]) =>
  formatResultFile({ environment: {}, sequences, failures: [] });

test('a result file reads back as it was written, undefined figures included', () => {
  const sequences = [result('dog', 45), result('libby', 45)];
  expect(parseResultFile(file(...sequences), 'a.json').sequences).toEqual(sequences);
});

test('each configuration has its own mean', () => {
  const { means, mean } = JSON.parse(
    file(result('dog', 45), result('dog', 37), result('libby', 45)),
  );
  expect(
    means.map(({ crf, sequences }: { crf: number; sequences: number }) => [crf, sequences]),
  ).toEqual([
    [37, 1],
    [45, 2],
  ]);
  expect(mean.columns).toEqual(means[0].columns);
  expect(groupByConfiguration([result('dog', 45), result('dog', 37)])).toHaveLength(2);
});

test.each([
  ['no JSON at all', '{', /not JSON/],
  ['a file without version', '{"sequences": []}', /does not say which version/],
  ['an older version', '{"version": 1}', /version 1; this Maskscope reads version 2/],
  ['a damaged file', file(result('dog', 45)).replace('"keyint": 8', '"keyint": "x"'), /keyint/],
])('%s is refused by name', (_, text, message) => {
  expect(() => parseResultFile(text, 'a.json')).toThrow(message);
  expect(() => parseResultFile(text, 'a.json')).toThrow(/^a\.json/);
});
