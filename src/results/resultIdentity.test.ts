import { describe, expect, test } from 'vitest';
import { columnOf, madeUpColumn, madeUpResult } from '../testing/madeUpResults.ts';
import { computationOf, experimentOf, importOf, programsOf, resultKey } from './resultIdentity.ts';
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
    x265: columnOf(0.8, 0.02, 45),
    imported: madeUpColumn({ title: 'VVenC', crf: null }),
  }),
);

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
    configuration: backwards(result.configuration),
    columns: backwards(result.columns),
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
  expect(experimentOf(other)).toBe(experimentOf(RESULT));
  expect(computationOf(other, ['ours'])).toBe(computationOf(RESULT, ['ours']));
  expect(importOf(other)).toEqual(importOf(RESULT));
  expect(JSON.stringify(programsOf(other.provenance))).toBe(
    JSON.stringify(programsOf(RESULT.provenance)),
  );
});

const { configuration, columns, provenance } = RESULT;
const { x265 = madeUpColumn() } = columns;
const otherContent = (file: GivenFile) => ({ ...file, sha256: `${file.sha256}0` });
const otherRole = (file: GivenFile): GivenFile =>
  file.role === 'imported pictures' ? { ...file, role: 'imported stream' } : file;
const otherHashes = provenance.networks.map(({ name, sha256 }) => ({ name, sha256: `${sha256}0` }));

describe('a result’s key', () => {
  test.each([
    ['input', madeWith({ input: 'another' }, RESULT)],
    ['length', { ...RESULT, frames: 9 }],
    ['CRF', { ...RESULT, configuration: { ...configuration, crf: 30 } }],
    ['mode of ours', { ...RESULT, configuration: { ...configuration, ours: 'enhanced' } }],
    ['mask quality', { ...RESULT, configuration: { ...configuration, maskQuality: 1 } }],
    ['command line', madeWith({ commandLine: 'x265' }, RESULT)],
    ['user-supplied stream', madeWith({ givenFiles: FILES.slice(1) }, RESULT)],
    ['content of a user-supplied file', madeWith({ givenFiles: FILES.map(otherContent) }, RESULT)],
    ['role of a user-supplied file', madeWith({ givenFiles: FILES.map(otherRole) }, RESULT)],
    ['network file', madeWith({ networks: provenance.networks.slice(1) }, RESULT)],
    ['content of a network file', madeWith({ networks: otherHashes }, RESULT)],
    ['version', madeWith({ versions: { maskscope: '0.1.0', x265: '4.0' } }, RESULT)],
    ['set of columns', { ...RESULT, columns: { x265 } }],
    ['provider', { ...RESULT, columns: { ...columns, x265: { ...x265, provider: 'webgpu' } } }],
  ] satisfies [string, SequenceResult][])('changes with the %s', async (_, other) => {
    expect(await resultKey(other)).not.toBe(await resultKey(RESULT));
  });

  test('does not depend on figures, names, titles, machine and date', async () => {
    const renamed = FILES.map((file) => ({ ...file, name: 'copy' }));
    const again = madeWith({ date: 'tomorrow', device: 'other', givenFiles: renamed }, RESULT);
    const imported = madeUpColumn({ title: 'VVC', crf: null, JF: 0.1 });
    const columnsAgain = { x265: columnOf(0.1, 0.5, 45), imported };
    const other = { ...again, name: 'dog, copied', columns: columnsAgain };
    expect(await resultKey(other)).toBe(await resultKey(RESULT));
  });

  test('depends on the title of an import only if its files are unknown', async () => {
    const unknown = (title: string) =>
      madeWith(
        { givenFiles: [] },
        { ...RESULT, columns: { imported: madeUpColumn({ title, crf: null }) } },
      );
    expect(await resultKey(unknown('VVenC'))).toBe(await resultKey(unknown('VVenC')));
    expect(await resultKey(unknown('VVenC'))).not.toBe(await resultKey(unknown('AV1')));
  });
});

test.each([
  ['CRF', { ...RESULT, configuration: { ...configuration, crf: 30 } }],
  ['key frame distance', { ...RESULT, configuration: { ...configuration, keyint: 64 } }],
  ['network', { ...RESULT, configuration: { ...configuration, network: 'another' as 'compact' } }],
  ['length', { ...RESULT, configuration: { ...configuration, frameLimit: 3 } }],
  ['input', madeWith({ input: 'another' }, RESULT)],
  ['command line', madeWith({ commandLine: null }, RESULT)],
  ['network file', madeWith({ networks: otherHashes }, RESULT)],
  ['version', madeWith({ versions: { maskscope: '0.2.0', x265: '4.1' } }, RESULT)],
] satisfies [string, SequenceResult][])('another %s is another computation', (_, other) => {
  expect(computationOf(other, ['x265'])).not.toBe(computationOf(RESULT, ['x265']));
});

test('user-supplied files, the target rate and the date do not change the computation', () => {
  const other = madeWith(
    { givenFiles: [], date: 'tomorrow', device: 'other' },
    { ...RESULT, configuration: { ...configuration, targetBpp: 0.02 } },
  );
  expect(computationOf(other, ['x265', 'ours'])).toBe(computationOf(RESULT, ['x265', 'ours']));
});

test('the mode of ours and the mask quality affect only ours', () => {
  const others = [
    { ...RESULT, configuration: { ...configuration, ours: 'enhanced' } },
    { ...RESULT, configuration: { ...configuration, maskQuality: 1 } },
  ] as const;
  for (const other of others) {
    expect(computationOf(other, ['x265'])).toBe(computationOf(RESULT, ['x265']));
    expect(computationOf(other, ['x265', 'ours'])).not.toBe(
      computationOf(RESULT, ['x265', 'ours']),
    );
  }
});

test('an import of unknown files is identified by its title and rate', () => {
  const unknown = (title: string, total: number) => {
    const imported = madeUpColumn({ title, bpp: { video: total, masks: 0, total } });
    return importOf(
      madeWith({ givenFiles: FILES.slice(0, 1) }, { ...RESULT, columns: { imported } }),
    );
  };
  expect(unknown('VVenC', 0.02)).toEqual(unknown('VVenC', 0.02));
  expect(unknown('VVenC', 0.02)).not.toEqual(unknown('AV1', 0.02));
  expect(unknown('VVenC', 0.02)).not.toEqual(unknown('VVenC', 0.03));
  expect(importOf({ ...RESULT, columns: { x265 } })).toEqual(importOf(RESULT));
});

describe('entries under keys of earlier versions', () => {
  const stored = (key: string, savedAt: number, result: SequenceResult) =>
    storedResult({ key, savedAt, result });
  const later = { ...RESULT, columns: { ...columns, x265: columnOf(0.7, 0.02, 45) } };
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
