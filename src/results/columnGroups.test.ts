import { describe, expect, test } from 'vitest';
import {
  atRate,
  columnOf,
  foundFor,
  madeUpColumn,
  madeUpResult,
  withKeyint,
  withSpecs,
} from '../testing/madeUpResults.ts';
import { columnGroups, columnGroupsByCrf } from './columnGroups.ts';
import { parseColumn } from './columnList.ts';
import { x265Column } from './columnSpec.ts';
import { familyText } from './family.ts';
import { groupMeans } from './groupMeans.ts';
import type { GivenFile, Provenance, SequenceResult } from './resultSchema.ts';

const ORIGINAL = madeUpColumn({ title: 'Original', crf: null, bpp: null });

function result(name: string, { crf = 45, JF = 0.8 } = {}): SequenceResult {
  return madeUpResult(name, { original: ORIGINAL, x265: columnOf(JF, 0.01, crf) }, crf);
}

function madeWith(change: Partial<Provenance>, of: SequenceResult): SequenceResult {
  return { ...of, provenance: { ...of.provenance, ...change } };
}

function supplied(
  role: GivenFile['role'],
  sha256: string,
  name = `${sha256}.mkv`,
): Partial<Provenance> {
  return { givenFiles: [{ role, name, sha256 }] };
}

/** The result with x265's columns from a user-supplied stream that contains its CRF. */
function ofStream(of: SequenceResult, sha256: string, name?: string): SequenceResult {
  const made = withSpecs(of, (spec) =>
    spec.pictures.source === 'x265'
      ? { ...spec, pictures: { source: 'stream', assumedCrf: 45 } }
      : spec,
  );
  return madeWith(supplied('x265 stream', sha256, name), made);
}

/** Title and names of the sequences of each group of x265. */
function x265Groups(...results: SequenceResult[]) {
  return columnGroups(results)
    .filter(({ kind }) => kind === 'x265')
    .map(({ title, members }) => [title, members.map((member) => member.result.name)]);
}

/** Numbers of sequences of the means of x265. */
const counts = (...results: SequenceResult[]) =>
  groupMeans(results)
    .filter(({ column }) => column.startsWith('x265'))
    .map(({ sequences }) => sequences);

const VARIANTS: readonly (readonly [string, SequenceResult])[] = [
  ['another CRF', result('libby', { crf: 37 })],
  ['a target rate', foundFor(0.0209, result('libby'))],
  ['another key frame distance', withSpecs(result('libby'), (spec) => withKeyint(spec, 64))],
  ['another provider', changed(result('libby'), { provider: 'webgpu' })],
  ['other versions', madeWith({ versions: { maskscope: '0.2.0' } }, result('libby'))],
  [
    'other network files',
    madeWith({ networks: [{ name: 'vos.onnx', sha256: '01' }] }, result('libby')),
  ],
  ['a user-supplied stream', ofStream(result('libby'), 'aa')],
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
  expect(x265Groups(...results)).toEqual([['x265 CRF 45, keyint 8', ['dog']]]);
  expect(groupMeans(results)).toContainEqual(
    expect.objectContaining({ column: 'x265@45', sequences: 1, crf: 45, JF: 0.8 }),
  );
});

test('two user-supplied streams of one sequence are two rows, each with its file name', () => {
  const results = ['aa', 'bb'].map((file) => ofStream(result('dog'), file));
  expect(x265Groups(...results).map(([title]) => title)).toEqual([
    'x265 from aa.mkv',
    'x265 from bb.mkv',
  ]);
  expect(columnGroups(results).filter(({ kind }) => kind === 'original')).toHaveLength(1);
});

test('streams with the same name and different contents are two rows, with their hashes', () => {
  const results = ['aa', 'bb'].map((hash) => ofStream(result('dog'), hash.repeat(32), 'out.mkv'));
  expect(x265Groups(...results).map(([title]) => title)).toEqual([
    'x265 from out.mkv aaaaaaaa',
    'x265 from out.mkv bbbbbbbb',
  ]);
  expect(counts(...results)).toEqual([1, 1]);
});

test('one stream with two names is one row, with the name in the first result', () => {
  const results = ['out.mkv', 'copy.mkv'].map((name) => ofStream(result('dog'), 'aa', name));
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
    'ours from aa.mkv, assumed CRF 20, mask quality 43',
    'ours from aa.mkv, assumed CRF 45, mask quality 43',
  ]);
  const ours = groupMeans(results).filter(({ column }) => column.startsWith('ours'));
  expect(ours.map(({ JF }) => JF)).toEqual([0.2, 0.45]);
});

test('a mean counts the sequences that have its column', () => {
  const whole = madeUpResult('dog', {
    original: ORIGINAL,
    x265: columnOf(0.8, 0.01, 45),
    ours: columnOf(0.9, 0.01, 45),
  });
  const means = groupMeans([whole, result('libby')]);
  expect(means.map(({ column, sequences }) => [column, sequences])).toEqual([
    ['orig', 2],
    ['x265@45', 2],
    ['ours@45', 1],
  ]);
});

test('a user-supplied stream does not count as encoded here, even if it contains its CRF', () => {
  const [, x265] = columnGroups([ofStream(result('dog'), 'aa')]);
  expect(x265).toMatchObject({ encodedHere: false, crf: null, keyint: 0 });
});

test('imports with the same name and different contents are separate groups; x265 is one group', () => {
  const results = ['aa', 'bb'].map((file) => {
    const x265 = columnOf(0.8, 0.01, 45);
    const imported = madeUpColumn({ title: 'VVenC' });
    const made = madeUpResult('dog', { original: ORIGINAL, x265, imported });
    return madeWith(supplied('imported pictures', file), made);
  });
  expect(columnGroups(results).filter(({ kind }) => kind === 'imported')).toHaveLength(2);
  expect(x265Groups(...results)).toHaveLength(1);
  expect(groupMeans(results).map(({ column }) => column)).toEqual([
    'orig',
    'x265@45',
    'import',
    'import',
  ]);
});

test('a CRF found for a target rate is a point of the curve like any other', () => {
  const results = [foundFor(0.0209, result('dog')), result('libby')];
  const x265 = columnGroupsByCrf(results).filter(({ kind }) => kind === 'x265');
  expect(x265.map(({ crf, members }) => [crf, members.length])).toEqual([[45, 2]]);
});

test('the text of a family contains only the programs that differ', () => {
  const results = [result('dog'), madeWith({ versions: { maskscope: '0.2.0' } }, result('dog'))];
  const groups = columnGroups(results).filter(({ kind }) => kind === 'x265');
  expect(groups.map((group) => familyText(group, groups))).toEqual([
    'maskscope 0.1.0',
    'maskscope 0.2.0',
  ]);
});

function changed(of: SequenceResult, change: Parameters<typeof madeUpColumn>[0]): SequenceResult {
  return { ...of, columns: of.columns.map((column) => ({ ...column, ...change })) };
}

function limited(of: SequenceResult): SequenceResult {
  return { ...of, frames: 3, frameLimit: 3 };
}

test('each way to make ours has its own row and its own mean', () => {
  const ways = ['ours@45', 'ours@45q80', 'ours@45+vos', 'ours@45+plain'];
  const results = ways.map((way, index) => {
    const made = madeUpResult('dog', { ours: columnOf(index / 10, 0.02, 45) });
    return withSpecs(made, () => parseColumn(way));
  });
  expect(columnGroups(results).map(({ title }) => title)).toEqual([
    'ours CRF 45, keyint 8, mask quality 43',
    'ours CRF 45, keyint 8, mask quality 80',
    'ours CRF 45, keyint 8, not enhanced, mask quality 43',
    'ours CRF 45, keyint 8, VOS on enhanced frames',
  ]);
  const means = groupMeans(results).map(({ column, JF }) => [column, JF]);
  expect(means.toSorted()).toEqual(ways.map((way, index) => [way, index / 10]).toSorted());
});

describe('ours with fewer bits than x265', () => {
  const fewer = (name: string, crf: number, x265Crf: number) => {
    const x265 = columnOf(0.7, 0.02, x265Crf);
    const made = madeUpResult(name, { x265, ours: columnOf(0.9, 0.017, crf) });
    const columns = made.columns.map((column) =>
      column.spec.enhanced
        ? {
            ...column,
            spec: atRate(column.spec, { kind: 'fewer', percent: 15 }),
            foundRate: { reached: true, against: x265Column(x265Crf) },
          }
        : column,
    );
    return { ...made, columns };
  };
  const oursOf = (results: SequenceResult[]) =>
    columnGroups(results).filter(({ kind }) => kind === 'ours');

  test('is averaged over sequences with different CRFs', () => {
    const [group, ...others] = oursOf([fewer('dog', 47, 45), fewer('libby', 48, 45)]);
    expect(others).toEqual([]);
    expect(group).toMatchObject({
      title: 'ours 15% fewer bits than x265 CRF 45, keyint 8, mask quality 43',
      crf: null,
      members: [{}, {}],
    });
    const [mean] = groupMeans([fewer('dog', 47, 45)]).filter(({ against }) => against);
    expect(mean).toMatchObject({ column: 'ours@-15%', against: 'x265@45' });
  });

  test('is another column if x265 has another CRF', () => {
    expect(oursOf([fewer('dog', 47, 45), fewer('libby', 44, 42)])).toHaveLength(2);
  });
});

test('files of other networks do not separate the columns of one network', () => {
  const withStcn = madeWith(
    {
      networks: [
        { name: 'vos.onnx', sha256: '00' },
        { name: 'stcn.pth', sha256: '01', vos: 'stcn' },
      ],
    },
    result('libby'),
  );
  expect(x265Groups(result('dog'), withStcn)).toHaveLength(1);
});
