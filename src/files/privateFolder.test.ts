import { afterEach, expect, test, vi } from 'vitest';
import { NoPrivateFolder, openPrivateFolder, writeIn } from './privateFolder.ts';

// What a browser keeps is tested with the stores, in Chromium.

const WORDS = { failed: 'Runs cannot be kept', consequence: 'Until then, save runs as files.' };

afterEach(() => vi.unstubAllGlobals());

/** Opens a folder in a browser whose `navigator.storage` is this. */
async function openWith(storage: unknown): Promise<unknown> {
  vi.stubGlobal('navigator', { storage });
  return await openPrivateFolder('runs', WORDS).catch((error: unknown) => error);
}

test('a browser without a file system of its own is told from one that refuses', async () => {
  const missing =
    'Runs cannot be kept: this browser has no file system of its own for pages (OPFS). ' +
    'Use a current Chrome, Edge or Firefox. Until then, save runs as files.';
  for (const storage of [undefined, {}]) {
    const error = await openWith(storage);
    expect(error).toBeInstanceOf(NoPrivateFolder);
    expect(error).toMatchObject({ name: 'Problem', message: missing });
  }
  const refused = new DOMException('denied', 'SecurityError');
  const error = await openWith({ getDirectory: () => Promise.reject(refused) });
  expect(error).toBeInstanceOf(NoPrivateFolder);
  expect(error).toMatchObject({
    message:
      'Runs cannot be kept: the browser does not allow this page to store anything. ' +
      'Leave private browsing or allow site data. Until then, save runs as files.',
    cause: refused,
  });
});

test('a full disk is no missing file system', async () => {
  const full = new DOMException('full', 'QuotaExceededError');
  expect(await openWith({ getDirectory: () => Promise.reject(full) })).toBe(full);
});

test('a browser that can only read its file system is named as too old', async () => {
  const directory = { getFileHandle: async () => ({}) } as unknown as FileSystemDirectoryHandle;
  const writing = writeIn(directory, 'run', 'The run', async () => {});
  await expect(writing).rejects.toThrow(NoPrivateFolder);
  await expect(writing).rejects.toThrow('The run could not be saved: this browser is too old');
});
