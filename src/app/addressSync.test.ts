import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Experiment } from '../experiment/experiment.ts';
import { NO_MEDIA } from '../experiment/media.ts';
import { createWorkers } from '../experiment/workers.ts';
import { formatColumnList } from '../results/columnList.ts';
import { originalColumn, x265Column } from '../results/columnSpec.ts';
import { Library } from '../sequence/library.ts';
import { listFiles } from '../sequence/openFiles.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { foundFile, picturePng } from '../testing/testFiles.ts';
import { readVideoFacts } from '../testing/videoReader.ts';
import { viewStore } from '../viewer/viewState.ts';
import { addressStore, followAddress } from './addressSync.ts';

// Node has no history. The experiment takes configurations over, but computes nothing.

interface Entry {
  readonly state: unknown;
  readonly search: string;
}

let entries: Entry[];
let place: number;
let goneBack: () => void;
let experiment: Experiment;
let sources: readonly SequenceSource[];

const here = () => entries[place]?.search;
const columns = () => formatColumnList(experiment.store.getState().configuration.columns);

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('location', {
    get search() {
      return here();
    },
  });
  vi.stubGlobal('history', {
    get state() {
      return entries[place]?.state ?? null;
    },
    pushState(state: unknown, _: string, search: string) {
      entries = [...entries.slice(0, place + 1), { state, search }];
      place += 1;
    },
    replaceState(state: unknown, _: string, search: string) {
      entries[place] = { state, search };
    },
  });
  vi.stubGlobal('addEventListener', (_: string, listener: () => void) => {
    goneBack = listener;
  });
  const files = ['walk', 'run'].flatMap((name) =>
    Array.from({ length: 5 }, (_, index) => foundFile(`${name}/${index}.png`, picturePng())),
  );
  sources = (await listFiles(readVideoFacts, files)).sequences;
  experiment = new Experiment(createWorkers());
  vi.spyOn(experiment, 'start').mockImplementation(async (source, change = {}) => {
    const { media = NO_MEDIA, ...settings } = change;
    experiment.store.setState(({ configuration, media: before }) => ({
      source,
      configuration: { ...configuration, ...settings },
      media: { ...before, ...media },
    }));
  });
  viewStore.setState({ frame: 0 });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function open(
  search: string,
  openAddress: (address: string) => Promise<boolean> = async () => false,
): Promise<void> {
  [entries, place] = [[{ state: null, search }], 0];
  const library = new Library('/', readVideoFacts);
  vi.spyOn(library, 'load').mockResolvedValue();
  vi.spyOn(library, 'find').mockImplementation(
    (name) => sources.find((source) => name === null || source.name === name) ?? null,
  );
  await followAddress(experiment, library, {
    showFor: async () => 'none',
    openAddress,
  });
}

function goBack(): void {
  place -= 1;
  goneBack();
}

test('a sequence opens on its middle frame, or on the frame in the address', async () => {
  await open('?seq=walk');
  expect(viewStore.getState().frame).toBe(2);
  expect(entries).toEqual([{ state: null, search: '?seq=walk&frame=2' }]);
  await open('?seq=walk&frame=4');
  expect(viewStore.getState().frame).toBe(4);
});

test('Back undoes a change of columns, and scrubbing is no entry of the history', async () => {
  await open('?seq=walk&cols=orig,x265@45');
  expect(addressStore.getState().canGoBack).toBe(false);
  await experiment.configure({ columns: [originalColumn(), x265Column(37)] });
  expect(here()).toBe('?seq=walk&cols=orig,x265@37&frame=2');
  expect(addressStore.getState().canGoBack).toBe(true);
  viewStore.setState({ frame: 3 });
  vi.runAllTimers();
  expect(entries).toHaveLength(2);
  expect(here()).toContain('frame=3');
  goBack();
  expect(columns()).toBe('orig,x265@45');
  expect(viewStore.getState().frame).toBe(2);
  expect(entries).toHaveLength(2);
  expect(addressStore.getState().canGoBack).toBe(false);
});

test('Back undoes a change of the sequence, which opens on its middle frame', async () => {
  await open('?seq=walk&frame=4');
  const other = sources.find(({ name }) => name === 'run');
  if (!other) throw new Error('run was not listed');
  await experiment.start(other);
  expect(here()).toBe('?seq=run&frame=2');
  goBack();
  await expect.poll(() => experiment.store.getState().source?.name).toBe('walk');
  expect(viewStore.getState().frame).toBe(4);
});

test('a state is shown from its address, and Back returns to the state before', async () => {
  await open('?seq=walk&cols=orig,x265@45&frame=1');
  await addressStore.getState().show('?seq=run&cols=orig&frame=3&lesson=key-frames&step=2');
  expect(experiment.store.getState().source?.name).toBe('run');
  expect(columns()).toBe('orig');
  expect(viewStore.getState().frame).toBe(3);
  expect(addressStore.getState().lesson).toEqual({ name: 'key-frames', step: 2 });
  expect(entries).toHaveLength(2);
  // What is looked at on the way does not leave the lesson.
  viewStore.setState({ frame: 4 });
  vi.runAllTimers();
  expect(here()).toBe('?lesson=key-frames&step=2&seq=run&cols=orig&frame=4');
  goBack();
  await expect.poll(() => experiment.store.getState().source?.name).toBe('walk');
  expect(viewStore.getState().frame).toBe(1);
  expect(addressStore.getState().lesson).toBeNull();
});

test('a lesson that is closed leaves what it showed', async () => {
  await open('?lesson=key-frames&step=2&seq=walk&cols=orig&frame=3');
  addressStore.getState().leaveLesson();
  expect(here()).toBe('?seq=walk&cols=orig&frame=3');
  expect(addressStore.getState().lesson).toBeNull();
});

test('what is put aside comes back, and meanwhile neither the address nor the history changes', async () => {
  await open('?seq=walk&cols=orig,x265@45&frame=1');
  const before = entries.map(({ search }) => search);
  const { setAside, show } = addressStore.getState();
  const comeBack = setAside();
  await show('?seq=run&cols=orig&frame=3');
  await experiment.configure({ columns: [x265Column(37)] });
  expect(experiment.store.getState().source?.name).toBe('run');
  expect(entries.map(({ search }) => search)).toEqual(before);
  await comeBack();
  expect(experiment.store.getState().source?.name).toBe('walk');
  expect(columns()).toBe('orig,x265@45');
  expect(viewStore.getState().frame).toBe(1);
  expect(entries.map(({ search }) => search)).toEqual(before);
});

test('if the browser went back while something was aside, that is what is shown then', async () => {
  await open('?seq=walk&cols=orig&frame=1');
  await experiment.configure({ columns: [originalColumn(), x265Column()] });
  const comeBack = addressStore.getState().setAside();
  goBack();
  await addressStore.getState().show('?seq=run&cols=orig&frame=3');
  expect(experiment.store.getState().source?.name).toBe('run');
  await comeBack();
  expect(experiment.store.getState().source?.name).toBe('walk');
  expect(columns()).toBe('orig');
});

test('a run that is read while another state is shown does not disturb that', async () => {
  const finished = new Map<string, () => void>();
  await open('?seq=walk&cols=orig&frame=1', async (address) => {
    await new Promise<void>((resolve) => finished.set(address, resolve));
    return true;
  });
  const { setAside, show } = addressStore.getState();
  setAside();
  const { turn } = experiment;
  const first = show('?seq=run&cols=x265@37&frame=2&run=first.maskscope');
  const second = show('?seq=run&cols=orig&frame=3&run=second.maskscope');
  finished.get('first.maskscope')?.();
  await first;
  // What the second run is waiting for: that nothing else was started or changed.
  expect(experiment.turn).toBe(turn);
  expect(columns()).toBe('orig');
  finished.get('second.maskscope')?.();
  await second;
  expect(viewStore.getState().frame).toBe(3);
});

test('the state of the page lists its columns, and nothing that it is shown from', async () => {
  await open('?seq=walk&frame=1&lesson=key-frames&run=a.maskscope');
  const state = addressStore.getState().state() ?? '';
  expect(state).toContain('?seq=walk&frame=1&cols=truth,orig,x265@45,ours@48');
  expect(state).not.toMatch(/lesson|run=/);
});

test('Back brings the user’s files back', async () => {
  await open('?seq=walk');
  const x265Stream = { name: 'a.mkv', data: new Blob(['1']) };
  await experiment.configure({ columns: [x265Column()], media: { x265Stream } });
  await experiment.configure({ columns: [originalColumn()], media: { x265Stream: null } });
  goBack();
  expect(experiment.store.getState().media.x265Stream?.name).toBe('a.mkv');
  goBack();
  expect(experiment.store.getState().media.x265Stream).toBeNull();
});

test('what makes no sense is said until the next change, and a missing sequence is named', async () => {
  await open('?seq=walk&cols=orig,x264@45');
  expect(addressStore.getState().problems).toEqual([expect.stringContaining('“x264@45”')]);
  await experiment.configure({ columns: [originalColumn(), x265Column()] });
  expect(addressStore.getState().problems).toEqual([]);
  experiment = new Experiment(createWorkers());
  await open('?seq=swim');
  expect(experiment.store.getState().experiment.problem).toContain('no sequence called swim');
  expect(here()).toBe('?seq=swim');
});

test('a state that cannot be shown is told from one that is', async () => {
  await open('?seq=walk', async (address) => address === 'dog.maskscope');
  const { show } = addressStore.getState();
  expect(await show('?seq=swim&run=other.maskscope')).toBe(false);
  expect(experiment.store.getState().experiment.problem).toContain('no sequence called swim');
  expect(await show('?seq=swim&run=dog.maskscope')).toBe(true);
  // Without its run, it is computed.
  expect(await show('?seq=run&run=other.maskscope')).toBe(true);
  expect(experiment.store.getState().source?.name).toBe('run');
});
