import type { Remote } from 'comlink';
import { beforeEach, expect, test, vi } from 'vitest';
import type { KeptCheckpoint } from '../../checkpoint/checkpointStore.ts';
import { Experiment } from '../../experiment/experiment.ts';
import { createWorkers } from '../../experiment/workers.ts';
import type { WeightsFilesApi } from '../../networks/weightsFilesApi.ts';
import type { WorkerHandle } from '../../workers/workerHandle.ts';
import { commonNetwork } from '../columns/listEdits.ts';
import { WeightsLibrary } from './WeightsLibrary.ts';

// Replaces the worker, because Node lacks the browser's file system. The worker has its own tests.
let kept: KeptCheckpoint[];
let experiment: Experiment;
let library: WeightsLibrary;
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
  const worker: Pick<WorkerHandle<WeightsFilesApi>, 'run'> = {
    run: async (call, signal) => {
      const aborted = new Promise<never>((_, reject) =>
        signal?.addEventListener('abort', () => reject(signal.reason)),
      );
      return Promise.race([call(api as unknown as Remote<WeightsFilesApi>), aborted]);
    },
  };
  experiment = new Experiment(createWorkers());
  library = new WeightsLibrary(experiment, worker as WorkerHandle<WeightsFilesApi>);
});

function network(): string | null {
  return commonNetwork(experiment.store.getState().configuration.columns);
}

test('a saved file is listed, and its network runs', async () => {
  await library.keep(new Blob(['12345']), 'stcn.pth');
  const { kept: listed, keeping, problem, added } = library.store.getState();
  expect(listed).toMatchObject([{ name: 'stcn.pth', size: 5 }]);
  expect([keeping, problem, added]).toEqual([null, null, 1]);
  expect(network()).toBe('stcn');
  expect(library.latestFor('stcn')?.name).toBe('stcn.pth');
  expect(library.latestFor('aot')).toBeNull();
});

test('new weights of the active network restart the experiment', async () => {
  const restart = vi.spyOn(experiment, 'restart');
  await library.keep(new Blob(['1']), 'first.pth');
  expect(restart).not.toHaveBeenCalled();
  await library.keep(new Blob(['2']), 'second.pth');
  expect(restart).toHaveBeenCalledTimes(1);
});

test('a rejected file changes nothing but the problem', async () => {
  await library.keep(new Blob(['1']), 'stcn.pth');
  keep = async () => {
    throw new Error('The disk is full.');
  };
  await library.keep(new Blob(['2']), 'another.pth');
  const { kept: listed, keeping, problem } = library.store.getState();
  expect(problem).toContain('The disk is full.');
  expect(keeping).toBeNull();
  expect(listed).toHaveLength(1);
  expect(network()).toBe('stcn');
});

test('cancelling leaves no problem, and a later file replaces an earlier one', async () => {
  keep = () => new Promise(() => {});
  const first = library.keep(new Blob(['1']), 'first.pth');
  expect(library.store.getState().keeping).toEqual({ name: 'first.pth', done: 0 });
  library.cancel();
  await first;
  expect(library.store.getState()).toMatchObject({ keeping: null, problem: null });

  const second = library.keep(new Blob(['2']), 'second.pth');
  const third = library.keep(new Blob(['3']), 'third.pth');
  await second;
  expect(library.store.getState().keeping?.name).toBe('third.pth');
  library.cancel();
  await third;
});

test('deleting the active file falls back to an earlier one, then to the built-in network', async () => {
  const restart = vi.spyOn(experiment, 'restart');
  await library.keep(new Blob(['1']), 'first.pth');
  await library.keep(new Blob(['2']), 'second.pth');
  restart.mockClear();
  const [second, first] = library.store.getState().kept ?? [];
  if (!first || !second) throw new Error('two files expected');
  await library.delete(second);
  expect(restart).toHaveBeenCalledTimes(1);
  expect(network()).toBe('stcn');
  await library.delete(first);
  expect(network()).toBe('compact');
  expect(library.store.getState().kept).toEqual([]);
});

test('deleting an inactive file does not restart the experiment', async () => {
  await library.keep(new Blob(['1']), 'first.pth');
  await library.keep(new Blob(['2']), 'second.pth');
  const restart = vi.spyOn(experiment, 'restart');
  const [, first] = library.store.getState().kept ?? [];
  if (!first) throw new Error('two files expected');
  await library.delete(first);
  expect(restart).not.toHaveBeenCalled();
  expect(network()).toBe('stcn');
});
