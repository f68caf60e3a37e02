import { describe, expect, test } from 'vitest';
import {
  columnOf,
  foundFor,
  madeUpColumn,
  madeUpResult,
  withKeyint,
  withSpecs,
} from '../testing/madeUpResults.ts';
import { parseColumn } from './columnList.ts';
import type { ColumnSpec } from './columnSpec.ts';
import {
  columnIdentity,
  computationOf,
  programsOf,
  resultKey,
  suppliedOf,
} from './resultIdentity.ts';
import { listStored } from './resultListing.ts';
import type { GivenFile, Provenance, SequenceResult } from './resultSchema.ts';
import { storedResult } from './storedResult.ts';

const FILES: readonly GivenFile[] = [
  { role: 'x265 stream', name: 'dog.mkv', sha256: 'aa' },
  { role: 'imported pictures', name: 'output.yuv', sha256: 'bb' },
  { role: 'imported bitstream', name: 'output.bit', sha256: 'cc' },
];

const RESULT = madeWith(
  {
    givenFiles: [...FILES],
    networks: [
      { name: 'vos.onnx', sha256: '00' },
      { name: 'enhance.onnx', sha256: '01' },
    ],
    versions: { maskscope: '0.1.0', x265: '4.1' },
  },
  madeUpResult('dog', {
    x265: { ...columnOf(0.8, 0.02, 45), crf: null },
    ours: columnOf(0.9, 0.02, 45),
    imported: madeUpColumn({ title: 'VVenC', crf: null }),
  }),
);

const [STREAM = madeUpColumn(), OURS = madeUpColumn(), IMPORT = madeUpColumn()] = RESULT.columns;

function madeWith(change: Partial<Provenance>, of: SequenceResult): SequenceResult {
  return { ...of, provenance: { ...of.provenance, ...change } };
}

/** The same result with all lists and properties in reversed order. */
function reversed(result: SequenceResult): SequenceResult {
  const backwards = <T extends object>(record: T) =>
    Object.fromEntries(Object.entries(record).toReversed()) as T;
  const { givenFiles, networks, versions } = result.provenance;
  return backwards({
    ...result,
    columns: result.columns
      .toReversed()
      .map((column) => backwards({ ...column, spec: backwards(column.spec) })),
    provenance: backwards({
      ...result.provenance,
      givenFiles: givenFiles.toReversed(),
      networks: networks.toReversed(),
      versions: backwards(versions),
    }),
  });
}

test('the order of lists and properties does not matter', async () => {
  const other = reversed(RESULT);
  expect(JSON.stringify(other)).not.toBe(JSON.stringify(RESULT));
  expect(await resultKey(other)).toBe(await resultKey(RESULT));
  const identities = (of: SequenceResult) =>
    of.columns.map((column) => columnIdentity(of, column)).sort();
  expect(identities(other)).toEqual(identities(RESULT));
  expect(suppliedOf(other, IMPORT)).toEqual(suppliedOf(RESULT, IMPORT));
  expect(computationOf(OURS, other)).toBe(computationOf(OURS, RESULT));
  expect(JSON.stringify(programsOf(other.provenance))).toBe(
    JSON.stringify(programsOf(RESULT.provenance)),
  );
});

const { provenance } = RESULT;

/** The result with another specification of ours. */
const withOurs = (column: string) =>
  withSpecs(RESULT, (spec) => (spec.enhanced ? parseColumn(column) : spec));
const otherContent = (file: GivenFile) => ({ ...file, sha256: `${file.sha256}0` });
const otherRole = (file: GivenFile): GivenFile =>
  file.role === 'imported pictures' ? { ...file, role: 'imported stream' } : file;
const otherHashes = provenance.networks.map(({ name, sha256 }) => ({ name, sha256: `${sha256}0` }));

describe('a result’s key', () => {
  test.each([
    ['input', madeWith({ input: 'another' }, RESULT)],
    ['length', { ...RESULT, frames: 9 }],
    ['CRF', withOurs('ours@30')],
    ['key frame distance', withSpecs(RESULT, (spec) => withKeyint(spec, 64))],
    ['masks of ours', withOurs('ours@45+vos')],
    ['mask quality', withOurs('ours@45q1')],
    ['enhancement', withOurs('ours@45+plain')],
    ['network', withOurs('ours@45:stcn')],
    ['memory of the network', { ...RESULT, memoryFrames: 5 }],
    ['command line', { ...RESULT, columns: [STREAM, { ...OURS, commandLine: 'x265' }, IMPORT] }],
    ['user-supplied stream', madeWith({ givenFiles: FILES.slice(1) }, RESULT)],
    ['content of a user-supplied file', madeWith({ givenFiles: FILES.map(otherContent) }, RESULT)],
    ['role of a user-supplied file', madeWith({ givenFiles: FILES.map(otherRole) }, RESULT)],
    ['network file', madeWith({ networks: provenance.networks.slice(1) }, RESULT)],
    ['content of a network file', madeWith({ networks: otherHashes }, RESULT)],
    ['version', madeWith({ versions: { maskscope: '0.1.0', x265: '4.0' } }, RESULT)],
    ['set of columns', { ...RESULT, columns: [STREAM, OURS] }],
    ['provider', { ...RESULT, columns: [STREAM, { ...OURS, provider: 'webgpu' }, IMPORT] }],
  ] satisfies [string, SequenceResult][])('changes with the %s', async (_, other) => {
    expect(await resultKey(other)).not.toBe(await resultKey(RESULT));
  });

  test('does not depend on figures, names, titles, machine and date', async () => {
    const renamed = FILES.map((file) => ({ ...file, name: 'copy' }));
    const again = madeWith({ date: 'tomorrow', device: 'other', givenFiles: renamed }, RESULT);
    const columns = [
      { ...STREAM, JF: 0.1 },
      { ...OURS, psnrY: 1 },
      { ...IMPORT, title: 'VVC', JF: 0.1 },
    ];
    const other = { ...again, name: 'dog, copied', columns };
    expect(await resultKey(other)).toBe(await resultKey(RESULT));
  });

  test('depends on the title of an import only if its files are unknown', async () => {
    const unknown = (title: string) =>
      madeWith({ givenFiles: [] }, { ...RESULT, columns: [{ ...IMPORT, title }] });
    expect(await resultKey(unknown('VVenC'))).toBe(await resultKey(unknown('VVenC')));
    expect(await resultKey(unknown('VVenC'))).not.toBe(await resultKey(unknown('AV1')));
  });
});

const computation = (column: typeof OURS, of = RESULT) => computationOf(column, of);
const withSpec = (spec: ColumnSpec) => ({ ...OURS, spec });

test.each([
  ['CRF', { ...withSpec(parseColumn('ours@30')), crf: 30 }, RESULT],
  ['key frame distance', withSpec(withKeyint(OURS.spec, 64)), RESULT],
  ['network', withSpec(parseColumn('ours@45:stcn')), RESULT],
  ['quality of masks', withSpec(parseColumn('ours@45q1')), RESULT],
  ['source of masks', withSpec(parseColumn('ours@45+vos')), RESULT],
  ['length', OURS, { ...RESULT, frameLimit: 3 }],
  ['input', OURS, madeWith({ input: 'another' }, RESULT)],
  ['command line', { ...OURS, commandLine: null }, RESULT],
  ['network file', OURS, madeWith({ networks: otherHashes }, RESULT)],
  ['version', OURS, madeWith({ versions: { maskscope: '0.2.0', x265: '4.1' } }, RESULT)],
] satisfies [string, typeof OURS, SequenceResult][])(
  'another %s is another computation',
  (_, column, result) => {
    expect(computation(column, result)).not.toBe(computation(OURS));
  },
);

test('user-supplied files, the wanted rate and the date do not change the computation', () => {
  const other = madeWith({ givenFiles: [], date: 'tomorrow', device: 'other' }, RESULT);
  const [, found = OURS] = foundFor(0.02, RESULT).columns;
  expect(found.spec).not.toEqual(OURS.spec);
  expect(computation(found, other)).toBe(computation(OURS));
});

test('an import of unknown files is identified by its title and rate', () => {
  const unknown = (title: string, total: number) =>
    suppliedOf(madeWith({ givenFiles: FILES.slice(0, 1) }, RESULT), {
      ...IMPORT,
      title,
      bpp: { video: total, masks: 0, total },
    });
  expect(unknown('VVenC', 0.02)).toEqual(unknown('VVenC', 0.02));
  expect(unknown('VVenC', 0.02)).not.toEqual(unknown('AV1', 0.02));
  expect(unknown('VVenC', 0.02)).not.toEqual(unknown('VVenC', 0.03));
});

describe('entries under keys of earlier versions', () => {
  const stored = (key: string, savedAt: number, result: SequenceResult) =>
    storedResult({ key, savedAt, result });
  const later = { ...RESULT, columns: [STREAM, { ...OURS, JF: 0.7 }, IMPORT] };
  const other = madeWith({ input: 'of libby' }, RESULT);

  test.each([
    ['in order', [stored('old', 1, RESULT), stored('older', 2, later)]],
    ['in reverse order', [stored('older', 2, later), stored('old', 1, RESULT)]],
  ])('are listed as one result, the later one, %s', async (_, entries) => {
    const { results, storedKeys } = await listStored(entries);
    const key = await resultKey(RESULT);
    expect(results).toEqual([{ key, savedAt: 2, result: later }]);
    expect(storedKeys.get(key)?.toSorted()).toEqual(['old', 'older']);
  });

  test('do not hide other results; the latest comes first', async () => {
    const entries = [stored('old', 1, RESULT), stored('of libby', 2, other)];
    const { results, outdated } = await listStored([
      ...entries,
      { ...entries[0], key: 'unreadable', version: 99 } as never,
    ]);
    expect(results.map(({ key }) => key)).toEqual([
      await resultKey(other),
      await resultKey(RESULT),
    ]);
    expect(outdated).toEqual(['unreadable']);
  });
});
