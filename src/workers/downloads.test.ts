import { afterEach, expect, it, vi } from 'vitest';
import {
  type Download,
  downloadStore,
  isDownloadMessage,
  reportDownload,
  showDownload,
  tellDownloads,
} from './downloads.ts';

afterEach(() => {
  vi.useRealTimers();
  downloadStore.setState({}, true);
});

it('files of a worker are told together, and nothing when all are loaded', () => {
  vi.useFakeTimers();
  const told: (Download | null)[] = [];
  tellDownloads(({ download }) => told.push(download));
  const later = () => vi.advanceTimersByTime(1000);
  later();
  reportDownload('a', 1, 10);
  later();
  reportDownload('b', 5, 20);
  reportDownload('b', 6, 20);
  later();
  reportDownload('a', 10, 10, true);
  later();
  reportDownload('c', 0, null);
  reportDownload('b', 20, 20, true);
  reportDownload('c', 7, null, true);
  expect(told).toEqual([
    { loaded: 1, total: 10 },
    { loaded: 6, total: 30 },
    { loaded: 16, total: 30 },
    { loaded: 16, total: null },
    null,
  ]);
});

it('the page shows the downloads of each worker until they end', () => {
  showDownload('codec', { loaded: 1, total: 10 });
  showDownload('networks', { loaded: 2, total: null });
  showDownload('codec', null);
  expect(downloadStore.getState()).toEqual({ networks: { loaded: 2, total: null } });
  expect(isDownloadMessage({ download: null })).toBe(true);
  expect(isDownloadMessage({ heartbeat: null })).toBe(false);
});
