import type { Remote } from 'comlink';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KeptCheckpoint } from '../../checkpoint/checkpointStore.ts';
import { Experiment } from '../../experiment/experiment.ts';
import { createThreads } from '../../experiment/workers.ts';
import type { WeightsFilesApi } from '../../networks/weightsFilesApi.ts';
import type { WorkerThread } from '../../workers/workerHandle.ts';
import { WeightsShelf } from './WeightsLibrary.ts';

// The worker's own parts have their tests; a browser's file system is none of Node's.
let kept: KeptCheckpoint[];
let experiment: Experiment;
let shelf: WeightsShelf;
let keep: WeightsFilesApi['keep'];

beforeEach(() => {
  kept = [];
  keep = async (file, name) => {
    const entry = { sha256: `hash of ${name}`, name, size: file.size, network: 'stcn', keptAt: 1 };
    kept.unshift(entry);
    return entry;
  };
  const api: WeightsFilesApi = {
    keep: (...given) => keep(...given),
    list: async () => [...kept],
    delete: async (sha256) => {
      kept = kept.filter((entry) => entry.sha256 !== sha256);
    },
  };
  const thread: Pick<WorkerThread<WeightsFilesApi>, 'run'> = {
    run: async (call, signal) => {
      const aborted = new Promise<never>((_, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason)),
      );
      return Promise.race([call(api as unknown as Remote<WeightsFilesApi>), aborted]);
    },
  };
  experiment = new Experiment(createThreads());
  shelf = new WeightsShelf(experiment, thread as WorkerThread<WeightsFilesApi>);
});

function network(): string {
  return experiment.store.getState().configuration.network;
}

test('a file that is kept is listed, and its network runs', async () => {
  await shelf.keep(new Blob(['12345']), 'stcn.pth');
  const { kept: listed, keeping, problem, brought } = shelf.store.getState();
  expect(listed).toMatchObject([{ name: 'stcn.pth', size: 5 }]);
  expect([keeping, problem, brought]).toEqual([null, null, 1]);
  expect(network()).toBe('stcn');
  expect(shelf.latestFor('stcn')?.name).toBe('stcn.pth');
  expect(shelf.latestFor('aot')).toBeNull();
});

test('other weights of the network that runs make it run anew', async () => {
  const anew = vi.spyOn(experiment, 'startAnew');
  await shelf.keep(new Blob(['1']), 'first.pth');
  expect(anew).not.toHaveBeenCalled();
  await shelf.keep(new Blob(['2']), 'second.pth');
  expect(anew).toHaveBeenCalledTimes(1);
});

test('one that is refused changes nothing but the problem', async () => {
  await shelf.keep(new Blob(['1']), 'stcn.pth');
  keep = async () => {
    throw new Error('The disk is full.');
  };
  await shelf.keep(new Blob(['2']), 'another.pth');
  const { kept: listed, keeping, problem } = shelf.store.getState();
  expect(problem).toContain('The disk is full.');
  expect(keeping).toBeNull();
  expect(listed).toHaveLength(1);
  expect(network()).toBe('stcn');
});

test('one that is cancelled leaves no problem, and one that comes later wins', async () => {
  keep = () => new Promise(() => {});
  const first = shelf.keep(new Blob(['1']), 'first.pth');
  expect(shelf.store.getState().keeping).toEqual({ name: 'first.pth', done: 0 });
  shelf.cancel();
  await first;
  expect(shelf.store.getState()).toMatchObject({ keeping: null, problem: null });

  const second = shelf.keep(new Blob(['2']), 'second.pth');
  const third = shelf.keep(new Blob(['3']), 'third.pth');
  await second;
  expect(shelf.store.getState().keeping?.name).toBe('third.pth');
  shelf.cancel();
  await third;
});

test('deleting what runs falls back to an earlier file, then to the network that needs none', async () => {
  const anew = vi.spyOn(experiment, 'startAnew');
  await shelf.keep(new Blob(['1']), 'first.pth');
  await shelf.keep(new Blob(['2']), 'second.pth');
  anew.mockClear();
  const [second, first] = shelf.store.getState().kept ?? [];
  if (!first || !second) throw new Error('two were kept');
  await shelf.delete(second);
  expect(anew).toHaveBeenCalledTimes(1);
  expect(network()).toBe('stcn');
  await shelf.delete(first);
  expect(network()).toBe('compact');
  expect(shelf.store.getState().kept).toEqual([]);
});

test('deleting a file that does not run leaves what runs alone', async () => {
  await shelf.keep(new Blob(['1']), 'first.pth');
  await shelf.keep(new Blob(['2']), 'second.pth');
  const anew = vi.spyOn(experiment, 'startAnew');
  const [, first] = shelf.store.getState().kept ?? [];
  if (!first) throw new Error('two were kept');
  await shelf.delete(first);
  expect(anew).not.toHaveBeenCalled();
  expect(network()).toBe('stcn');
});
