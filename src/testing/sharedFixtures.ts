import { existsSync, readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { FoundFile } from '../files/foundFile.ts';

/**
 * For tests only. `../shared` holds DAVIS sequences and published predictions; its README says
 * what and under which licence. They are no part of this repository, so a fresh clone has none.
 */
export const SHARED = resolve(import.meta.dirname, '../../../shared');

export const hasShared = existsSync(join(SHARED, 'davis'));

/** The name of a group of tests that need `../shared`: says so where they are skipped. */
export function withShared(name: string): string {
  return hasShared ? name : `${name} (skipped: ${SHARED} is absent)`;
}

export function readShared(path: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(readFileSync(join(SHARED, path)));
}

/** The files of a folder of `../shared`, as a chosen folder gives them. */
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
