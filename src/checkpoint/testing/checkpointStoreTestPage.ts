// Page of checkpointStoreInChromium.test.ts: stores made-up files in the browser's real file
// system.
import { CheckpointStore, type KeptCheckpoint } from '../checkpointStore.ts';

declare global {
  interface Window {
    readonly storeCalls: typeof calls;
  }
}

/** Each call is like a separate visit: only the browser's storage is shared. */
const calls = {
  async put(request: PutRequest) {
    const stop = new AbortController();
    const shares: number[] = [];
    const kept = await new CheckpointStore(request.folder).put(madeUpFile(request), request, {
      signal: stop.signal,
      onProgress: (done) => {
        shares.push(done);
        if (done >= (request.stopAt ?? 2)) stop.abort();
      },
    });
    return { kept, shares };
  },
  list: (folder: string) => new CheckpointStore(folder).list(),
  delete: (folder: string, sha256: string) => new CheckpointStore(folder).delete(sha256),
  /** Size and last three bytes of a kept file; null when it is not kept. */
  async open(folder: string, sha256: string) {
    const file = await new CheckpointStore(folder).open(sha256);
    if (!file) return null;
    return { size: file.size, end: Array.from(new Uint8Array(await file.slice(-3).arrayBuffer())) };
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

export interface PutRequest extends Pick<KeptCheckpoint, 'name' | 'network' | 'size'> {
  readonly folder: string;
  /** The share of the work after which it is aborted. */
  readonly stopAt?: number;
}

/** Byte i is i mod 251. */
function madeUpFile({ size }: PutRequest): Blob {
  return new Blob([new Uint8Array(size).map((_, index) => index % 251)]);
}

async function directoryOf(folder: string): Promise<FileSystemDirectoryHandle> {
  const root = await navigator.storage.getDirectory();
  return root.getDirectoryHandle(folder, { create: true });
}

Object.assign(window, { storeCalls: calls });
