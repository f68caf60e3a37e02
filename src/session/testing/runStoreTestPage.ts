// Page of runStoreInChromium.test.ts: keeps made-up runs in the browser's real file system.
import type { Run } from '../../experiment/run.ts';
import { madeUpProvenance } from '../../testing/madeUpResults.ts';
import { madeUpRun } from '../../testing/madeUpRun.ts';
import { RunStore } from '../runStore.ts';

declare global {
  interface Window {
    readonly runStoreCalls: typeof calls;
  }
}

/** Each call is like a separate visit: only the browser's storage is shared. */
const calls = {
  put: (folder: string, name: string, bytes: number, limit: number) =>
    new RunStore(folder).put(
      runOf(name),
      new Blob([new Uint8Array(bytes).fill(bytes % 251)]),
      limit,
    ),
  /** Keeps a run in a page whose file system reports a full disk when a folder is opened. */
  async putWithoutFolder(folder: string) {
    const { getDirectoryHandle } = FileSystemDirectoryHandle.prototype;
    FileSystemDirectoryHandle.prototype.getDirectoryHandle = () =>
      Promise.reject(new DOMException('full', 'QuotaExceededError'));
    try {
      await new RunStore(folder).put(runOf('pig'), new Blob(['run']), 100);
    } finally {
      FileSystemDirectoryHandle.prototype.getDirectoryHandle = getDirectoryHandle;
    }
  },
  list: (folder: string) => new RunStore(folder).list(),
  delete: (folder: string, ids: readonly string[]) => new RunStore(folder).delete(ids),
  shrinkTo: (folder: string, limit: number) => new RunStore(folder).shrinkTo(limit),
  /** Size and first byte; null if it is not kept. */
  async open(folder: string, id: string) {
    const file = await new RunStore(folder).open(id);
    return file && { size: file.size, first: new Uint8Array(await file.arrayBuffer())[0] };
  },
  /** All files in the folder, listed or not. */
  async fileNames(folder: string) {
    const names: string[] = [];
    for await (const name of (await directoryOf(folder)).keys()) names.push(name);
    return names.sort();
  },
  /** Simulates a page that was closed while it wrote a file. */
  async leaveBehind(folder: string, name: string, content: string) {
    const handle = await (await directoryOf(folder)).getFileHandle(name, { create: true });
    const writable = await handle.createWritable();
    await writable.write(content);
    await writable.close();
  },
};

function runOf(name: string): Run {
  return madeUpRun(undefined, 3, { name, provenance: madeUpProvenance({ input: `of ${name}` }) });
}

async function directoryOf(folder: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(folder, { create: true });
}

Object.assign(window, { runStoreCalls: calls });
