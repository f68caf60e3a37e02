// How far workers are with loading files: told by the worker, shown by the page.
import { createStore } from 'zustand/vanilla';

/** The files that a worker is loading, together. */
export interface Download {
  readonly loaded: number;
  /** In bytes; null if a file's size is not known. */
  readonly total: number | null;
}

/** A message by which a worker tells of its downloads; null when none is left. */
interface DownloadMessage {
  readonly download: Download | null;
}

export function isDownloadMessage(message: unknown): message is DownloadMessage {
  return typeof message === 'object' && message !== null && 'download' in message;
}

/** The downloads of the page's workers, by the worker's name. */
export const downloadStore = createStore<Readonly<Record<string, Download>>>(() => ({}));

/** Takes over what a worker has told; null when it ended or loads nothing more. */
export function showDownload(worker: string, download: Download | null): void {
  const { [worker]: _, ...others } = downloadStore.getState();
  downloadStore.setState(download ? { ...others, [worker]: download } : others, true);
}

const REPORT_MILLISECONDS = 100;

let tell: ((message: DownloadMessage) => void) | null = null;
const files = new Map<string, Download & { readonly isDone: boolean }>();
let toldAt = 0;

/** To be called by a worker before its first download. Without it, nothing is told. */
export function tellDownloads(post: (message: DownloadMessage) => void): void {
  tell = post;
}

/**
 * Notes how far a file is.
 *
 * @param total its size in bytes; null if that is not known
 * @param isDone true when it is loaded, or has failed
 */
export function reportDownload(
  file: string,
  loaded: number,
  total: number | null,
  isDone = false,
): void {
  if (!tell) return;
  files.set(file, { loaded, total, isDone });
  if ([...files.values()].every((each) => each.isDone)) {
    files.clear();
    tell({ download: null });
  } else if (performance.now() - toldAt >= REPORT_MILLISECONDS) {
    toldAt = performance.now();
    tell({ download: together([...files.values()]) });
  }
}

function together(downloads: readonly Download[]): Download {
  const totals = downloads.map(({ total }) => total);
  const add = (sum: number, bytes: number) => sum + bytes;
  return {
    loaded: downloads.map(({ loaded }) => loaded).reduce(add, 0),
    total: totals.every((total) => total !== null) ? totals.reduce(add, 0) : null,
  };
}
