import { afterEach, expect, it, vi } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../../experiment/experiment.ts';
import type { OfflineFiles } from '../../offline/offlineFiles.ts';
import type { OfflinePart } from '../../offline/offlineParts.ts';
import { keepOffline } from './keepOffline.ts';

vi.mock('../../networks/hasGpu.ts', () => ({ hasGpu: async () => false }));

vi.mock('../../experiment/experimentState.ts', () => ({ framesDone: () => 1 }));

afterEach(() => void vi.unstubAllGlobals());

/**
 * What the page at this address keeps in the background.
 *
 * @param isKept whether a request to keep parts succeeds
 */
function pageAt(search: string, isKept = true) {
  vi.stubGlobal('location', { search });
  vi.stubGlobal('navigator', {});
  const columns = [{}];
  const store = createStore(() => ({ experiment: { columns, status: 'running' } }));
  const asked: string[] = [];
  const offline = {
    start: async () => void asked.push('start'),
    keep: async (parts: readonly OfflinePart[]) => {
      asked.push(parts.join());
      return isKept;
    },
  } as unknown as OfflineFiles;
  const keeping = keepOffline({ store } as unknown as Experiment, offline);
  const stop = () => store.setState({ experiment: { columns, status: 'complete' } });
  return { asked, keeping, stop };
}

it('is the app at first, and the rest when nothing is computed, the runs of the lessons last', async () => {
  const { asked, keeping, stop } = pageAt('?seq=reef-crossing');
  await expect.poll(() => asked).toEqual(['start', 'app']);
  stop();
  await keeping;
  expect(asked).toEqual(['start', 'app', 'computing,wasm,lessons']);
});

it('is nothing more where the app could not be kept', async () => {
  const { asked, keeping } = pageAt('?seq=reef-crossing', false);
  await keeping;
  expect(asked).toEqual(['start', 'app']);
});

it.each(['?embed&seq=reef-crossing', '?follow'])('is nothing at %s', async (search) => {
  const { asked, keeping } = pageAt(search);
  await keeping;
  expect(asked).toEqual([]);
});
