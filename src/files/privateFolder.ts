import { Problem } from '../problem.ts';

// Files in this browser's own file system (OPFS).

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
 * @throws Problem in a browser that is too old; its QuotaExceededError if the disk is full
 */
export async function writeIn(
  directory: FileSystemDirectoryHandle,
  name: string,
  what: string,
  fill: (writable: FileSystemWritableFileStream) => Promise<void>,
): Promise<void> {
  const handle = await directory.getFileHandle(name, { create: true });
  if (!('createWritable' in handle)) {
    throw new Problem(
      `${what} could not be saved: this browser is too old to write to its own file system.`,
      'Update it (Safari 26, Firefox 111, Chrome 86 or newer), or choose the file on every visit.',
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
