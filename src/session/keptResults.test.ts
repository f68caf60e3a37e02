import { beforeEach, expect, test, vi } from 'vitest';
import { retitled } from '../experiment/result.ts';
import { Problem } from '../problem.ts';
import { oursColumn } from '../results/columnSpec.ts';
import { formatResultFile } from '../results/resultFile.ts';
import { listStored } from '../results/resultListing.ts';
import { ResultStore } from '../results/resultStore.ts';
import { type KeptResult, type StoredResult, storedResult } from '../results/storedResult.ts';
import { columnOf, madeUpColumn, madeUpResult, namedColumns } from '../testing/madeUpResults.ts';
import { KeptResults } from './keptResults.ts';

// Node has no IndexedDB; its structured clone is imitated here. The rest is tested in
// e2e/results.spec.ts.
let database: Map<string, StoredResult>;
/** Error of the next write; null for none. */
let failure: Problem | null;
/** Name of the sequence whose results are too big to store; null for none. */
let tooBig: string | null;

beforeEach(() => {
  database = new Map();
  failure = null;
  tooBig = null;
});

/** A new page on the same database. */
function openPage(): KeptResults {
  return new KeptResults({
    put: async (...kept: readonly KeptResult[]) => {
      if (failure) throw failure;
      if (kept.some(({ result }) => result.name === tooBig)) {
        throw new Problem('The disk is full.', 'Delete something.');
      }
      for (const entry of kept) database.set(entry.key, structuredClone(storedResult(entry)));
    },
    list: () => listStored([...database.values()]),
    delete: async (...keys) => {
      for (const key of keys) database.delete(key);
    },
  });
}

const result = (name: string) => madeUpResult(name, { x265: columnOf(0.8, 0.02, 45) });

async function names(results: KeptResults): Promise<string[]> {
  await results.load();
  return results.store
    .getState()
    .results.map((kept) => kept.result.name)
    .sort();
}

const withoutDate = ({ key, result: kept }: KeptResult) => ({ key, result: kept });

function resultFile(
  name: string,
  ...sequences: Parameters<typeof formatResultFile>[0]['sequences']
) {
  const text = formatResultFile({ environment: {}, sequences, failures: [] });
  return { name, data: new Blob([text]) };
}

test('a result without scores and one of identical frames survive a reload', async () => {
  const nothing = { mean: Number.NaN, recall: Number.NaN, decay: Number.NaN };
  const unscored = madeUpColumn({ J: nothing, F: nothing, JF: Number.NaN, objects: [] });
  const identical = madeUpColumn({
    psnrY: Infinity,
    picture: { psnrY: Infinity, psnr: Infinity, ssimY: 1, inside: null, outside: null },
  });
  const made = [
    madeUpResult('libby', { x265: unscored }),
    madeUpResult('dog', { imported: identical }),
  ];
  await openPage().add(made);
  const results = openPage();
  expect(await names(results)).toEqual(['dog', 'libby']);
  const read = results.store.getState().results.map((kept) => kept.result);
  expect(read).toEqual(expect.arrayContaining(made));
});

test('a result is listed after it is kept, not before', async () => {
  const results = openPage();
  const keptWhenListed: boolean[] = [];
  results.store.subscribe(({ results: listed }) => {
    if (listed.length > 0) keptWhenListed.push(database.size > 0);
  });
  await results.add([result('dog')]);
  expect(keptWhenListed).toEqual([true]);
});

test('a result that cannot be kept is listed for this visit, with the reason', async () => {
  failure = new Problem('The disk is full.', 'Delete something.');
  const results = openPage();
  await results.add([result('dog')]);
  expect(await names(results)).toEqual(['dog']);
  expect(results.store.getState().problem).toBe('The disk is full. Delete something.');
  expect(await names(openPage())).toEqual([]);
});

test('a browser without storage is reported', async () => {
  const results = new KeptResults(new ResultStore());
  await results.add([result('dog')]);
  expect(results.store.getState().problem).toMatch(/does not allow this page to store anything/);
});

test('results of another version are counted but not changed, and can be deleted', async () => {
  await openPage().add([result('dog')]);
  for (const entry of database.values()) {
    database.set('old', { ...entry, key: 'old', version: 1, result: { name: 'of version 1' } });
    database.set('new', { ...entry, key: 'new', version: 99 });
    break;
  }
  const results = openPage();
  expect(await names(results)).toEqual(['dog']);
  expect(results.store.getState().outdated).toBe(2);
  expect(database.size).toBe(3);

  await results.deleteOutdated();
  expect(results.store.getState().outdated).toBe(0);
  expect(await names(openPage())).toEqual(['dog']);
  expect(database.size).toBe(1);
});

test('a refused file rejects and changes nothing', async () => {
  const results = openPage();
  await results.importFile(resultFile('good.json', result('dog')));
  const before = results.store.getState();
  const refused = results.importFile({ name: 'bad.json', data: new Blob(['{"version": 1}']) });
  await expect(refused).rejects.toThrow(/^bad\.json is a result file of version 1/);
  expect(results.store.getState()).toBe(before);
});

test('exported results are imported unchanged', async () => {
  const results = openPage();
  await results.add([result('dog'), result('libby')]);
  const before = results.store.getState().results;
  const keys = before.map(({ key }) => key);
  // Node 20 has no navigator.
  vi.stubGlobal('navigator', { userAgent: 'test' });
  const data = results.exportFile(keys);
  await results.delete(keys);
  expect(await names(openPage())).toEqual([]);
  await results.importFile({ name: 'a.json', data });
  expect(await names(openPage())).toEqual(['dog', 'libby']);
  const after = results.store.getState().results;
  expect(after.map(withoutDate)).toEqual(expect.arrayContaining(before.map(withoutDate)));
  expect(after).toHaveLength(2);
});

test('a renamed import replaces the result with its previous title', async () => {
  const made = madeUpResult('dog', { imported: madeUpColumn({ title: 'VVenC' }) });
  const file = { role: 'imported stream', name: 'a.266', sha256: 'aa' } as const;
  const before = { ...made, provenance: { ...made.provenance, givenFiles: [file] } };
  const results = openPage();
  await results.add([before]);
  await results.add([retitled(before, 'VVC, low delay')]);
  expect(database.size).toBe(1);
  expect(results.store.getState().results.map(({ result: kept }) => kept)).toEqual([
    retitled(before, 'VVC, low delay'),
  ]);
});

test('results stored without a version number are read, including undefined figures', async () => {
  const nothing = { mean: Number.NaN, recall: Number.NaN, decay: Number.NaN };
  const unscored = madeUpColumn({ J: nothing, F: nothing, JF: Number.NaN, psnrY: Infinity });
  const made = madeUpResult('libby', { x265: { ...unscored, commandLine: 'ffmpeg' } });
  // They were stored as values, not in the format of result files, and in that of version 2.
  const { columns, frameLimit, memoryFrames: _, provenance, ...fields } = made;
  const raw = {
    ...fields,
    configuration: { crf: 45, keyint: 8, network: 'compact', frameLimit },
    columns: namedColumns({ columns }),
    provenance: { ...provenance, commandLine: columns[0]?.commandLine },
  };
  database.set('raw', structuredClone({ key: 'raw', savedAt: 1, result: raw }));
  const results = openPage();
  expect(await names(results)).toEqual(['libby']);
  expect(results.store.getState().outdated).toBe(0);
  expect(results.store.getState().results[0]?.result).toEqual(made);
});

test('the same experiment computed twice is kept once', async () => {
  const results = openPage();
  await results.add([result('dog')]);
  await results.add([madeUpResult('dog', { x265: columnOf(0.7, 0.02, 45) })]);
  expect(database.size).toBe(1);
  expect(results.store.getState().results[0]?.result.columns[0]?.JF).toBe(0.7);
});

test('a result that could not be stored is stored as soon as there is room', async () => {
  const page = openPage();
  tooBig = 'dog';
  await page.add([result('dog')]);
  await page.add([result('libby')]);
  expect(page.store.getState().problem).toContain('full');
  expect(await names(openPage())).toEqual(['libby']);

  tooBig = null;
  await page.delete([]);
  expect(page.store.getState().problem).toBeNull();
  expect(await names(openPage())).toEqual(['dog', 'libby']);
});

test('results with all requested columns are found, also if they have others', async () => {
  const results = openPage();
  const [x265, original] = [columnOf(0.8, 0.02, 45), madeUpColumn({ title: 'Original' })];
  const both = madeUpResult('dog', { original, x265 });
  await results.add([madeUpResult('dog', { x265 }), both]);
  const computation = (kind: 'original' | 'x265' | 'ours') =>
    namedColumns(both)[kind] ?? { ...x265, spec: oursColumn() };
  const found = (...kinds: Parameters<typeof computation>[0][]) =>
    results.find({ ...both, columns: kinds.map(computation), provider: 'wasm' }).length;
  expect(found('x265')).toBe(2);
  expect(found('original', 'x265')).toBe(1);
  expect(found('x265', 'ours')).toBe(0);
});
