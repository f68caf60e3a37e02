import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Experiment } from '../experiment/experiment.ts';
import type { Run } from '../experiment/run.ts';
import { runFilesService } from '../experiment/runs/runFilesService.ts';
import { parseColumn } from '../results/columnList.ts';
import { Library } from '../sequence/library.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { FakeWorkers, sequence } from '../testing/fakeWorkers.ts';
import { readVideoFacts } from '../testing/videoReader.ts';
import { GivenRuns, PrivateRunFolder } from './givenRuns.ts';
import { KeptRuns } from './keptRuns.ts';
import type { KeptRun } from './runStore.ts';
import { Runs } from './runs.ts';

// Runs are really written and read; only the browser's own file system is replaced by a map.

/** A store of runs in memory. */
class MemoryStore {
  puts = 0;
  readonly files = new Map<string, { readonly kept: KeptRun; data: Blob }>();

  async put({ name, frameCount, memoryFrames, columns, provenance }: Run, data: Blob) {
    const kept = {
      ...{ id: name, name, frameCount, memoryFrames, provenance, bytes: data.size },
      ...{ columns: columns.map(({ spec }) => spec), keptAt: 1, usedAt: 1 },
    };
    this.files.set(name, { kept, data });
    this.puts++;
  }
  async list() {
    return [...this.files.values()].map(({ kept }) => kept);
  }
  async open(id: string) {
    const data = this.files.get(id)?.data;
    return data ? new File([data], id) : null;
  }
  async delete() {}
  async shrinkTo() {}
}

const COLUMNS = ['truth', 'orig', 'x265@45', 'ours@48'].map(parseColumn);

let fake: FakeWorkers;
let experiment: Experiment;
let files: MemoryStore;
let runs: Runs;
let dog: SequenceSource;
let given: GivenRuns;

beforeEach(async () => {
  vi.stubGlobal('location', { href: 'http://localhost/', origin: 'http://localhost' });
  fake = new FakeWorkers();
  experiment = new Experiment(fake.workers);
  dog = { ...sequence('dog'), readPicture: async () => new Blob(['dog']) };
  files = new MemoryStore();
  // Node cannot store anything: they are there for this visit.
  given = new GivenRuns(new PrivateRunFolder());
  runs = runsWith(experiment);
  await experiment.configure({ columns: COLUMNS });
});
afterEach(() => vi.unstubAllGlobals());

function runsWith(shown: Experiment): Runs {
  const library = new Library('/', readVideoFacts);
  library.store.setState({ sequences: [dog] });
  return new Runs({
    ...{ experiment: shown, library, base: '/', isLive: false },
    kept: new KeptRuns(files),
    given,
    runFiles: {
      run: (call: (api: typeof runFilesService) => unknown) => call(runFilesService),
    } as never,
  });
}

/** A page that was opened after the run of dog was computed and kept. */
async function nextVisit() {
  runs.keepFinished();
  await experiment.start(dog);
  await expect.poll(() => files.files.size).toBe(1);
  fake = new FakeWorkers();
  experiment = new Experiment(fake.workers);
  runs = runsWith(experiment);
  await experiment.configure({ columns: COLUMNS });
  return experiment.store.getState().configuration;
}

const state = () => experiment.store.getState().experiment;

test('a finished run is kept, and shown on the next visit without computing', async () => {
  const configuration = await nextVisit();
  expect(await runs.showFor(dog, configuration)).toBe('shown');
  await expect.poll(() => state().columns.every(({ complete }) => complete)).toBe(true);
  expect(state().recording?.origin).toBe('kept');
  expect(state().columns.map(({ recorded }) => recorded)).toEqual([true, true, true, true]);
  expect(fake.count('networks.prepare') + fake.count('codec.encode')).toBe(0);
  // Other columns, other lengths and other providers are not it.
  expect(await runs.showFor(dog, { ...configuration, frameLimit: 3 })).toBe('none');
  expect(await runs.showFor(dog, { ...configuration, provider: 'webgpu' })).toBe('none');
});

test('a run that is kept already is not written again', async () => {
  runs.keepFinished();
  await experiment.start(dog);
  await expect.poll(() => files.puts).toBe(1);
  await experiment.start(dog);
  expect(state().status).toBe('done');
  await experiment.configure({ columns: COLUMNS.slice(0, 3) });
  await expect.poll(() => files.files.get('dog')?.kept.columns.length).toBe(3);
  expect(files.puts).toBe(2);
});

test('a kept run of other pictures with that name is not shown', async () => {
  const configuration = await nextVisit();
  const other = { ...sequence('dog'), readPicture: async () => new Blob(['another dog']) };
  expect(await runs.showFor(other, configuration)).toBe('none');
  expect(state().columns).toEqual([]);
});

test('a run that is read late does not replace what was opened meanwhile', async () => {
  const configuration = await nextVisit();
  const showing = runs.showFor(dog, configuration);
  const libby = sequence('libby');
  await experiment.start(libby);
  expect(await showing).toBe('superseded');
  expect(state()).toMatchObject({ sequenceName: 'libby', recording: null, status: 'done' });
});

test('a kept run that proves damaged after it was shown is computed instead', async () => {
  const configuration = await nextVisit();
  const entry = files.files.get('dog');
  if (!entry) throw new Error('nothing was kept');
  const bytes = new Uint8Array(await entry.data.arrayBuffer());
  // In the middle of the file are its pictures.
  const text = new TextDecoder('latin1').decode(bytes);
  const at = text.indexOf('pictures/0.yuv.gz') + 40;
  bytes[at] = (bytes[at] ?? 0) ^ 0xff;
  entry.data = new Blob([bytes]);
  const outcome = await runs.showFor(dog, configuration);
  if (outcome === 'none') await experiment.start(dog);
  await expect.poll(() => state().columns.some(({ recorded }) => recorded)).toBe(false);
  await expect.poll(() => state().status).toBe('done');
  expect(state()).toMatchObject({ sequenceName: 'dog', recording: null });
  expect(state().columns.every(({ complete }) => complete)).toBe(true);
});

test('a damaged file is refused by name, and what is open stays', async () => {
  await experiment.start(dog);
  const before = state();
  await runs.open({ name: 'talk.maskscope', data: new Blob(['nothing']) });
  expect(runs.store.getState()).toMatchObject({
    opening: null,
    problem: expect.stringContaining('talk.maskscope'),
  });
  expect(state()).toEqual(before);
});

test('a run on another server is not loaded', async () => {
  expect(await runs.openAddress('https://example.com/dog.maskscope')).toBe(false);
  expect(runs.store.getState().problem).toMatch(/dog\.maskscope is on another server/);
});

test('a run that came with a talk or a lesson is found by its name', async () => {
  await experiment.start(dog);
  const { data } = await runs.file();
  await given.add([{ name: 'mine.maskscope', data }]);
  expect(await runs.openAddress('mine.maskscope')).toBe(true);
  expect(state().recording?.origin).toBe('file');
  vi.stubGlobal(
    'fetch',
    async () => new Response('', { headers: { 'content-type': 'text/html' } }),
  );
  expect(await runs.openAddress('other.maskscope')).toBe(false);
  expect(runs.store.getState().problem).toContain(
    'The run other.maskscope could not be looked for: the browser’s storage does not answer.',
  );
  vi.spyOn(given, 'find').mockResolvedValue(null);
  expect(await runs.openAddress('other.maskscope')).toBe(false);
  expect(runs.store.getState().problem).toContain('The run other.maskscope is not here');
});

test('a run on the server opens while the storage does not answer', async () => {
  await experiment.start(dog);
  const { data } = await runs.file();
  vi.stubGlobal('fetch', async () => new Response(data));
  expect(await runs.openAddress('dog.maskscope')).toBe(true);
  expect(runs.store.getState().problem).toBeNull();
  expect(state().recording?.origin).toBe('file');
});

test('a list of runs is gone through one by one', async () => {
  await experiment.start(dog);
  const file = await runs.file();
  await runs.openPlaylist([
    { ...file, name: '1.maskscope' },
    { ...file, name: '2.maskscope' },
  ]);
  expect(state().recording?.origin).toBe('file');
  await runs.goTo(1);
  expect(runs.store.getState()).toMatchObject({ position: 1, problem: null });
  // Nothing beyond its end.
  await runs.goTo(2);
  expect(runs.store.getState().position).toBe(1);
});
