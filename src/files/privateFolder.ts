import { Problem } from '../problem.ts';

// Files in this browser's own file system (OPFS).

/** Nothing can be kept in this browser's own file system on this visit, and why. */
export class NoPrivateFolder extends Problem {}

/**
 * A folder of the browser's own file system; it is created if it is not there.
 *
 * @param failed what is not possible without it, e.g. `Runs cannot be kept`
 * @param consequence a sentence on what that means for the user, e.g. `Until then, save runs as files.`
 * @throws NoPrivateFolder if the browser has no such file system, or does not allow this page to use
 *   it; its QuotaExceededError if the disk is full
 */
export async function openPrivateFolder(
  name: string,
  { failed, consequence }: { readonly failed: string; readonly consequence: string },
): Promise<FileSystemDirectoryHandle> {
  // WebKitGTK has no `storage` at all, older browsers have no `getDirectory`.
  const storage: Partial<StorageManager> | undefined = navigator.storage;
  if (!storage?.getDirectory) {
    throw new NoPrivateFolder(
      `${failed}: this browser has no file system of its own for pages (OPFS).`,
      `Use a current Chrome, Edge or Firefox. ${consequence}`,
    );
  }
  try {
    return await (await storage.getDirectory()).getDirectoryHandle(name, { create: true });
  } catch (cause) {
    if (isNamed(cause, 'QuotaExceededError')) throw cause;
    throw new NoPrivateFolder(
      `${failed}: the browser does not allow this page to store anything.`,
      `Leave private browsing or allow site data. ${consequence}`,
      { cause },
    );
  }
}

export async function namesIn(directory: FileSystemDirectoryHandle): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const name of directory.keys()) names.push(name);
  return names;
}

/** The file of this name, not loaded into memory; null if there is none. */
export async function fileIn(
  directory: FileSystemDirectoryHandle,
  name: string,
): Promise<File | null> {
  try {
    return await (await directory.getFileHandle(name)).getFile();
  } catch (error) {
    if (isNamed(error, 'NotFoundError')) return null;
    throw error;
  }
}

/**
 * Writes a file: closing the stream commits the new content, aborting it discards it.
 *
 * @param what begins the sentence "… could not be saved", e.g. `The checkpoint`
 * @throws NoPrivateFolder in a browser that is too old; its QuotaExceededError if the disk is full
 */
export async function writeIn(
  directory: FileSystemDirectoryHandle,
  name: string,
  what: string,
  fill: (writable: FileSystemWritableFileStream) => Promise<void>,
): Promise<void> {
  const handle = await directory.getFileHandle(name, { create: true });
  if (!('createWritable' in handle)) {
    throw new NoPrivateFolder(
      `${what} could not be saved: this browser is too old to write to its own file system.`,
      'Update it (Safari 26, Firefox 111, Chrome 86 or newer).',
    );
  }
  const writable = await handle.createWritable();
  try {
    await fill(writable);
    await writable.close();
  } catch (error) {
    // Fails only if the stream has already failed, and then nothing is kept either.
    await writable.abort().catch(() => {});
    throw error;
  }
}

/** True for an error of one of these names, such as `QuotaExceededError`. */
export function isNamed(error: unknown, ...names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}
