import { Problem } from '../problem.ts';
import { isHidden } from './fileNames.ts';
import type { FoundFile } from './foundFile.ts';

/**
 * Addresses of what is dragged, one a line: links, and in WebKitGTK also files and folders. A link
 * from outside Firefox has only the second type, where its title follows.
 */
const ADDRESSES = ['text/uri-list', 'text/x-moz-url'];

/**
 * True for a drag that may bring files. What it brings is known only when it is dropped.
 *
 * @param isOwn true if it began on this page: its links are no files
 */
export function mayBringFiles({ types }: Pick<DataTransfer, 'types'>, isOwn: boolean): boolean {
  if (types.includes('Files')) return true;
  return !isOwn && ADDRESSES.some((type) => types.includes(type));
}

/**
 * The files of dropped folders, including subfolders. Call it in the handler of the `drop` event,
 * before any `await`: the browser empties the transfer when the handler returns.
 *
 * @throws Problem if a folder cannot be read, or if the drop brought no files
 */
export async function filesOfDrop(transfer: DataTransfer): Promise<FoundFile[]> {
  const addresses = ADDRESSES.map((type) => transfer.getData(type)).join('\n');
  const entries = [...transfer.items].flatMap((item) => item.webkitGetAsEntry() ?? []);
  if (entries.length === 0) throw noFiles(addresses);
  const files: FoundFile[] = [];
  for (const entry of entries) await collectEntry(entry, files);
  return files;
}

/** The files of an `<input type="file" webkitdirectory>`, or of a plain file input. */
export function filesOfInput(list: Iterable<File>): FoundFile[] {
  return [...list]
    .map((file) => ({ path: file.webkitRelativePath || file.name, blob: async () => file }))
    .filter(({ path }) => !path.split('/').slice(1).some(isHidden));
}

/**
 * The files of a folder chosen with `showDirectoryPicker`, including subfolders.
 *
 * @throws Problem if a folder cannot be read
 */
export async function filesOfDirectory(directory: FileSystemDirectoryHandle): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  await collectDirectory(directory, directory.name, files);
  return files;
}

async function collectEntry(entry: FileSystemEntry, files: FoundFile[]): Promise<void> {
  if (isHidden(entry.name)) return;
  const path = entry.fullPath.replace(/^\//, '');
  if (isFileEntry(entry)) {
    files.push({ path, blob: () => fileOf(entry, path) });
  } else if (isDirectoryEntry(entry)) {
    const reader = entry.createReader();
    // Chromium returns at most 100 entries at a time; an empty batch marks the end.
    for (;;) {
      const batch = await readBatch(reader, path);
      if (batch.length === 0) break;
      for (const child of batch) await collectEntry(child, files);
    }
  }
}

async function collectDirectory(
  directory: FileSystemDirectoryHandle,
  path: string,
  files: FoundFile[],
): Promise<void> {
  try {
    for await (const [name, handle] of directory.entries()) {
      if (isHidden(name)) continue;
      const childPath = `${path}/${name}`;
      if (isDirectoryHandle(handle)) await collectDirectory(handle, childPath, files);
      else if (isFileHandle(handle))
        files.push({ path: childPath, blob: () => fileOfHandle(handle, childPath) });
    }
  } catch (cause) {
    throw cause instanceof Problem ? cause : unreadable(path, cause);
  }
}

function readBatch(reader: FileSystemDirectoryReader, path: string): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => {
    reader.readEntries(resolve, (cause) => reject(unreadable(path, cause)));
  });
}

function fileOf(entry: FileSystemFileEntry, path: string): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, (cause) => reject(unreadable(path, cause)));
  });
}

async function fileOfHandle(handle: FileSystemFileHandle, path: string): Promise<File> {
  try {
    return await handle.getFile();
  } catch (cause) {
    throw unreadable(path, cause);
  }
}

/** @param addresses as in {@link ADDRESSES}, where lines with `#` are comments */
function noFiles(addresses: string): Problem {
  const address = addresses.split(/[\r\n]+/).find((line) => line !== '' && !line.startsWith('#'));
  if (address && !address.startsWith('file:')) {
    return new Problem(
      `A link was dropped, not a file: ${address}`,
      'Save what it leads to, then drop that file here.',
    );
  }
  return new Problem(
    'This browser did not hand over the dropped files.',
    'Use “Open a folder…” or “Open files…” in the list of sequences.',
  );
}

function unreadable(path: string, cause: unknown): Problem {
  return new Problem(
    `${path} could not be read: it was moved or removed, or the browser is not allowed to read it.`,
    'Choose the folder again.',
    { cause },
  );
}

function isFileEntry(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isDirectoryEntry(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFileHandle(handle: FileSystemHandle): handle is FileSystemFileHandle {
  return handle.kind === 'file';
}

function isDirectoryHandle(handle: FileSystemHandle): handle is FileSystemDirectoryHandle {
  return handle.kind === 'directory';
}
