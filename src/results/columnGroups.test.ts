import { expect, test } from 'vitest';
import { columnOf, madeUpColumn, madeUpResult } from '../testing/madeUpResults.ts';
import { columnGroups, columnGroupsByCrf, familyText } from './columnGroups.ts';
import { configurationMeans } from './configurationMeans.ts';
import type { GivenFile, Provenance, SequenceResult } from './resultSchema.ts';

const ORIGINAL = madeUpColumn({ title: 'Original', crf: null, bpp: null });

function result(name: string, { crf = 45, JF = 0.8 } = {}): SequenceResult {
  return madeUpResult(name, { original: ORIGINAL, x265: columnOf(JF, 0.01, crf) }, crf);
}

function madeWith(change: Partial<Provenance>, of: SequenceResult): SequenceResult {
  return { ...of, provenance: { ...of.provenance, ...change } };
}

function forRate(targetBpp: number, of: SequenceResult): SequenceResult {
  return { ...of, configuration: { ...of.configuration, targetBpp } };
}

function supplied(
  role: GivenFile['role'],
  sha256: string,
  name = `${sha256}.mkv`,
): Partial<Provenance> {
  return { givenFiles: [{ role, name, sha256 }], commandLine: null };
}

/** Title and names of the sequences of each group of x265. */
function x265Groups(...results: SequenceResult[]) {
  return columnGroups(results)
    .filter(({ column }) => column === 'x265')
    .map(({ title, members }) => [title, members.map((member) => member.result.name)]);
}

const counts = (...results: SequenceResult[]) =>
  configurationMeans(results).map(({ sequences }) => sequences);

const VARIANTS: readonly (readonly [string, SequenceResult])[] = [
  ['another CRF', result('libby', { crf: 37 })],
  ['a target rate', forRate(0.0209, result('libby'))],
  ['another provider', changed(result('libby'), { provider: 'webgpu' })],
  ['other versions', madeWith({ versions: { maskscope: '0.2.0' } }, result('libby'))],
  [
    'other network files',
    madeWith({ networks: [{ name: 'vos.onnx', sha256: '01' }] }, result('libby')),
  ],
  ['a user-supplied stream', madeWith(supplied('x265 stream', 'aa'), result('libby'))],
  ['another length', limited(result('libby'))],
];

test.each(VARIANTS)(
  'results with %s are not averaged with the others, in tables and in files',
  (_, other) => {
    expect(x265Groups(result('dog'), result('libby'))).toHaveLength(1);
    expect(x265Groups(result('dog'), other)).toHaveLength(2);
    expect(counts(result('dog'), result('libby'))).toEqual([2]);
    expect(counts(result('dog'), other)).toEqual([1, 1]);
  },
);

test('if an input was computed twice, the first result counts, in tables and in files', () => {
  const results = [result('dog', { JF: 0.8 }), result('dog', { JF: 0.4 })];
  expect(x265Groups(...results)).toEqual([['x265 CRF 45', ['dog']]]);
  const [mean] = configurationMeans(results);
  expect(mean).toMatchObject({ sequences: 1, crf: 45 });
  expect(mean?.columns.x265?.JF).toBe(0.8);
});

test('two user-supplied streams of one sequence are two rows, each with its file name', () => {
  const results = ['aa', 'bb'].map((file) =>
    madeWith(supplied('x265 stream', file), result('dog')),
  );
  expect(x265Groups(...results).map(([title]) => title)).toEqual([
    'x265 from aa.mkv',
    'x265 from bb.mkv',
  ]);
  expect(columnGroups(results).filter(({ column }) => column === 'original')).toHaveLength(1);
});

test('streams with the same name and different contents are two rows, with their hashes', () => {
  const results = ['aa', 'bb'].map((hash) =>
    madeWith(supplied('x265 stream', hash.repeat(32), 'out.mkv'), result('dog')),
  );
  expect(x265Groups(...results).map(([title]) => title)).toEqual([
    'x265 from out.mkv aaaaaaaa',
    'x265 from out.mkv bbbbbbbb',
  ]);
  expect(counts(...results)).toEqual([1, 1]);
});

test('one stream with two names is one row, with the name in the first result', () => {
  const results = ['out.mkv', 'copy.mkv'].map((name) =>
    madeWith(supplied('x265 stream', 'aa', name), result('dog')),
  );
  expect(x265Groups(...results)).toEqual([['x265 from out.mkv', ['dog']]]);
  expect(counts(...results)).toEqual([1]);
});

test('one import with two titles is one row', () => {
  const results = ['VVenC', 'VVC'].map((title) => {
    const made = madeUpResult('dog', { imported: madeUpColumn({ title, crf: null }) });
    return madeWith(supplied('imported stream', 'aa'), made);
  });
  expect(columnGroups(results).map(({ title }) => title)).toEqual(['VVenC']);
});

test('ours with two assumed CRFs is two rows and two means; x265 of the stream is one row', () => {
  const results = [20, 45].map((crf) => {
    const x265 = madeUpColumn({ crf: null });
    const ours = { ...columnOf(crf / 100, 0.02, crf), crf: null };
    return madeWith(supplied('x265 stream', 'aa'), madeUpResult('dog', { x265, ours }, crf));
  });
  expect(columnGroups(results).map(({ title }) => title)).toEqual([
    'x265 from aa.mkv',
    'ours from aa.mkv, assumed CRF 20',
    'ours from aa.mkv, assumed CRF 45',
  ]);
  expect(configurationMeans(results).map(({ columns }) => columns.ours?.JF)).toEqual([0.2, 0.45]);
});

test('each column of a mean has its number of sequences', () => {
  const dog = result('dog');
  const whole = { ...dog, columns: { ...dog.columns, ours: columnOf(0.9, 0.01, 45) } };
  const [mean] = configurationMeans([whole, result('libby')]);
  expect(mean).toMatchObject({
    sequences: 2,
    columns: { original: { sequences: 2 }, x265: { sequences: 2 }, ours: { sequences: 1 } },
  });
});

test('a user-supplied stream does not count as encoded here, even if it contains its CRF', () => {
  const [, x265] = columnGroups([madeWith(supplied('x265 stream', 'aa'), result('dog'))]);
  expect(x265).toMatchObject({ encodedHere: false, crf: null, keyint: 0 });
});

test('imports with the same name and different contents are separate groups; x265 is one group', () => {
  const results = ['aa', 'bb'].map((file) => {
    const made = madeWith(supplied('imported pictures', file), result('dog'));
    return { ...made, columns: { ...made.columns, imported: madeUpColumn({ title: 'VVenC' }) } };
  });
  const imported = columnGroups(results).filter(({ column }) => column === 'imported');
  expect(imported).toHaveLength(2);
  expect(x265Groups(...results)).toHaveLength(1);
  expect(configurationMeans(results).map(({ columns }) => Object.keys(columns))).toEqual([
    ['original', 'x265'],
    ['imported'],
    ['imported'],
  ]);
});

test('a CRF found for a target rate is a point of the curve like any other', () => {
  const results = [forRate(0.0209, result('dog')), result('libby')];
  const x265 = columnGroupsByCrf(results).filter(({ column }) => column === 'x265');
  expect(x265.map(({ crf, members }) => [crf, members.length])).toEqual([[45, 2]]);
});

test('the text of a family contains only the programs that differ', () => {
  const results = [result('dog'), madeWith({ versions: { maskscope: '0.2.0' } }, result('dog'))];
  const groups = columnGroups(results).filter(({ column }) => column === 'x265');
  expect(groups.map((group) => familyText(group, groups))).toEqual([
    'maskscope 0.1.0',
    'maskscope 0.2.0',
  ]);
});

function changed(of: SequenceResult, change: Parameters<typeof madeUpColumn>[0]): SequenceResult {
  const columns = Object.entries(of.columns).map(([name, column]) => [
    name,
    { ...column, ...change },
  ]);
  return { ...of, columns: Object.fromEntries(columns) };
}

function limited(of: SequenceResult): SequenceResult {
  return { ...of, frames: 3, configuration: { ...of.configuration, frameLimit: 3 } };
}

test('each way to make the masks of ours has its own row and its own mean', () => {
  const ways = [
    { ours: 'coded', maskQuality: 43 },
    { ours: 'coded', maskQuality: 80 },
    { ours: 'enhanced', maskQuality: null },
  ] as const;
  const results = ways.map((way, index) => {
    const made = madeUpResult('dog', {
      x265: columnOf(0.5, 0.02, 45),
      ours: columnOf(index / 10, 0.02, 45),
    });
    return { ...made, configuration: { ...made.configuration, ...way } };
  });
  const titles = columnGroups(results).map(({ title }) => title);
  expect(titles).toEqual([
    'x265 CRF 45',
    'ours CRF 45',
    'ours CRF 45, mask quality 80',
    'ours CRF 45, VOS on enhanced frames',
  ]);
  const means = configurationMeans(results).map(({ variant, columns }) => [
    variant,
    columns.ours?.JF,
  ]);
  expect(means).toEqual([
    ['', 0],
    ['mask quality 80', 0.1],
    ['VOS on enhanced frames', 0.2],
  ]);
});
