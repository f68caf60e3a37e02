import { beforeEach, expect, test } from 'vitest';
import type { NamedFile } from '../../files/namedFile.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';
import { newView, runOf } from '../../talks/talk.ts';
import { sequence } from '../../testing/fakeWorkers.ts';
import { completeTalk, isRecorded } from './talkRuns.ts';

const view = (title: string, address: string) =>
  newView({ title, notes: '', address, picture: null });

const dog = sequence('dog');

let shelf: Map<string, NamedFile>;
/** The sequences of which runs are kept in the browser. */
let kept: SequenceSource[];

const parts = {
  library: {
    load: async () => {},
    find: (name: string | null) => (name === 'dog' ? dog : null),
  },
  runs: {
    hasRecorded: (source: SequenceSource) => kept.includes(source),
    keptFile: async (source: SequenceSource) =>
      kept.includes(source) ? { name: 'dog.maskscope', data: new Blob(['kept']) } : null,
  },
  givenRuns: {
    add: async (files: readonly NamedFile[]) => {
      for (const file of files) shelf.set(file.name, file);
    },
    find: async (name: string) => shelf.get(name) ?? null,
  },
};

beforeEach(() => {
  shelf = new Map([['a.maskscope', { name: 'a.maskscope', data: new Blob(['a']) }]]);
  kept = [];
});

test('a view is recorded if its run is on the shelf or on the server, or if it is kept', () => {
  const recorded = (address: string) => isRecorded(view('', address), [...shelf.keys()], parts);
  expect(recorded('?seq=dog&run=a.maskscope')).toBe(true);
  expect(recorded('?seq=dog&run=b.maskscope')).toBe(false);
  expect(recorded('?seq=dog&run=samples/b.maskscope')).toBe(true);
  expect(recorded('?seq=dog')).toBe(false);
  kept = [dog];
  expect(recorded('?seq=dog')).toBe(true);
  expect(recorded('?seq=cat')).toBe(false);
});

test('a talk is saved with the runs of its views, also those that were kept since', async () => {
  const talk = {
    title: 'Dogs',
    views: [view('a', '?seq=dog&run=a.maskscope'), view('b', '?seq=dog&frame=2')],
  };
  expect(await completeTalk(talk, parts)).toMatchObject({ missing: ['b'], talk });
  kept = [dog];
  const { talk: complete, runs, missing } = await completeTalk(talk, parts);
  expect(missing).toEqual([]);
  expect(runs.map(({ name }) => name)).toEqual([
    'a.maskscope',
    expect.stringMatching(/^talk-dog-[0-9a-f]{8}\.maskscope$/),
  ]);
  const [, b] = complete.views;
  expect(b && runOf(b)).toBe(runs[1]?.name);
  expect(b?.address).toContain('frame=2');
});

test('a view whose run is nowhere is named', async () => {
  const talk = { title: '', views: [view('lost', '?seq=dog&run=lost.maskscope')] };
  expect(await completeTalk(talk, parts)).toMatchObject({ runs: [], missing: ['lost'] });
});
