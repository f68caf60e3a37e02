import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FoundFile } from '../files/foundFile.ts';

/**
 * Folder with DAVIS sequences and published predictions; see its README for contents and licences.
 * It is not part of this repository, so a new clone does not have it.
 */
export const SHARED = resolve(import.meta.dirname, '../../../shared');

export const hasShared = existsSync(join(SHARED, 'davis'));

/** Name of a group of tests that need `../shared`, with a remark if they are skipped. */
export function withShared(name: string): string {
  return hasShared ? name : `${name} (skipped: ${SHARED} is absent)`;
}

export function readShared(path: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(join(SHARED, path)));
}

/** The files of a folder in `../shared`, as from a folder that the user chose. */
export async function sharedFiles(folder: string): Promise<FoundFile[]> {
  const entries = await readdir(join(SHARED, folder), { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const absolute = join(entry.parentPath, entry.name);
      return {
        path: absolute.slice(SHARED.length + 1),
        blob: async () => new Blob([Uint8Array.from(readFileSync(absolute))]),
      };
    });
}
