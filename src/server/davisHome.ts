import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { Problem } from '../problem.ts';

/** The two folders of a DAVIS layout, the only ones that are read and served. */
export const DAVIS_FOLDERS = ['JPEGImages', 'Annotations'] as const;

/**
 * The folder that contains JPEGImages: `root`, or a folder directly inside it.
 *
 * @param setting what the user sets to choose the folder, for messages
 * @throws Problem if there is no such folder, or more than one
 */
export async function davisHome(root: string, setting = 'DAVIS_ROOT'): Promise<string> {
  const entries = await readdir(root, { withFileTypes: true }).catch((cause: unknown) => {
    const code = cause instanceof Error && 'code' in cause ? cause.code : cause;
    const reason = code === 'ENOENT' ? 'does not exist' : `cannot be read as a folder (${code})`;
    throw new Problem(`${root} ${reason}.`, `Set ${setting} to a folder in the DAVIS layout.`, {
      cause,
    });
  });
  const names = entries.map(({ name }) => name).toSorted();
  const homes: string[] = [];
  for (const folder of [root, ...names.map((name) => join(root, name))]) {
    if (await isFolder(join(folder, DAVIS_FOLDERS[0]))) homes.push(folder);
  }
  const [home] = homes;
  if (!home) {
    const found =
      names.length > 0 ? `contains ${names.slice(0, 5).join(', ')}, but no JPEGImages` : 'is empty';
    throw new Problem(
      `${root} is not a DAVIS folder: it ${found}.`,
      `Set ${setting} to the folder that contains JPEGImages and Annotations.`,
    );
  }
  if (home !== root && homes.length > 1) {
    throw new Problem(
      `${root} contains several DAVIS folders: ${homes.join(', ')}.`,
      `Set ${setting} to one of them.`,
    );
  }
  return home;
}

/** The real paths of the two folders that are served; each may be a link. */
export async function davisRoots(home: string): Promise<string[]> {
  const paths = await Promise.all(
    DAVIS_FOLDERS.map((folder) => realpath(join(home, folder)).catch(() => null)),
  );
  return paths.filter((path) => path !== null);
}

/** True for a real path inside one of the folders that are served. */
export function isServed(real: string, roots: readonly string[]): boolean {
  return roots.some((root) => real.startsWith(root + sep));
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found?.isDirectory() ?? false;
}
