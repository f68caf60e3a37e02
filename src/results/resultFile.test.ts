import { expect, test } from 'vitest';
import {
  columnOf,
  madeUpColumn,
  madeUpProvenance,
  madeUpResult,
} from '../testing/madeUpResults.ts';
import { formatResultFile, parseResultFile } from './resultFile.ts';
import type { SequenceResult } from './resultSchema.ts';

const result = (name: string, crf = 45) => madeUpResult(name, { x265: columnOf(0.8, 0.01, crf) });

const file = (...sequences: SequenceResult[]) =>
  formatResultFile({ environment: {}, sequences, failures: [] });

const read = (text: string) => parseResultFile(text, 'a.json');

test('a result file is read back as it was written, including undefined and infinite figures', () => {
  const undefinedFigures = { mean: Number.NaN, recall: Number.NaN, decay: Number.NaN };
  const identical = madeUpColumn({
    ...{ J: undefinedFigures, F: undefinedFigures, JF: Number.NaN, objects: [] },
    psnrY: Infinity,
    picture: {
      ...{ psnrY: Infinity, psnr: Infinity, ssimY: 1 },
      inside: { psnrY: Infinity, ssimY: 1 },
      outside: null,
    },
  });
  const sequences = [result('dog'), madeUpResult('libby', { imported: identical })];
  expect(read(file(...sequences)).sequences).toEqual(sequences);
});

test('a failure is read back with or without its columns', () => {
  const failures = [
    { name: 'dog', columns: 'orig:stcn,x265@45:stcn', problem: 'The page crashed.' },
    { name: 'libby', columns: null, problem: 'It has no mask.' },
  ];
  const text = formatResultFile({ environment: {}, sequences: [], failures });
  expect(read(text).failures).toEqual(failures);
});

test('a file of a version without user-supplied files is read', () => {
  const provenance = madeUpProvenance({
    givenFiles: [{ role: 'x265 stream', name: 'dog.mkv', sha256: '11' }],
  });
  const set = JSON.parse(file({ ...result('dog'), provenance }));
  expect(read(JSON.stringify(set)).sequences[0]?.provenance).toEqual(provenance);
  delete set.sequences[0].provenance.givenFiles;
  expect(read(JSON.stringify(set)).sequences[0]?.provenance.givenFiles).toEqual([]);
});

test('each column and its settings have a mean', () => {
  const { means } = JSON.parse(file(result('dog', 45), result('libby', 45), result('dog', 37)));
  expect(means).toMatchObject([
    { column: 'x265@37', crf: 37, sequences: 1, JF: 0.8 },
    { column: 'x265@45', crf: 45, sequences: 2 },
  ]);
});

test.each([
  ['a file that is not JSON', '{', /not JSON/],
  ['a file without a version', '{"sequences": []}', /has no version number/],
  ['an older version', '{"version": 1}', /version 1; this Maskscope reads versions 2, 3, 4/],
  ['a damaged file', file(result('dog')).replace('"keyint": 8', '"keyint": "x"'), /keyint/],
])('%s is refused with its name', (_, text, message) => {
  expect(() => read(text)).toThrow(message);
  expect(() => read(text)).toThrow(/^a\.json/);
});

test('figures of blocks are read back, and files of versions without them have none', () => {
  const region = { pixels: 10, bits: 2.5 };
  const counted = { object: 4, wrong: 1 };
  const x265 = madeUpColumn({
    objectBits: {
      ...{ inside: region, innerBorder: region, outerBorder: region, background: region },
      frames: { area: [0.5, null], bits: [0.25, null] },
    },
    maskErrors: {
      kinds: { skipped: counted, withoutResidual: counted, withResidual: counted, intra: counted },
      qps: [{ qp: 45, ...counted }],
    },
  });
  const sequences = [madeUpResult('dog', { x265 })];
  const text = file(...sequences);
  expect(read(text).sequences).toEqual(sequences);
  const set = JSON.parse(text);
  for (const column of set.sequences[0].columns) {
    delete column.objectBits;
    delete column.maskErrors;
  }
  expect(read(JSON.stringify(set)).sequences[0]?.columns[0]).toMatchObject({
    objectBits: null,
    maskErrors: null,
  });
});
