// Files that commands are given, with error texts in place of system codes.
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Problem } from '../problem.ts';

/** @throws Problem that says why the file cannot be read */
export async function readCommandFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return Uint8Array.from(await readFile(path));
  } catch (cause) {
    throw new Problem(`${path} cannot be read: ${readReason(cause)}.`, 'Check its name.', {
      cause,
    });
  }
}

/** @throws Problem that says why the file cannot be written */
export async function writeCommandFile(path: string, data: string | Uint8Array): Promise<void> {
  try {
    await writeFile(path, data);
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/**
 * Checks that a file can be written, without changing it; to be done before long work.
 *
 * @throws Problem when it cannot be written
 */
export async function assertWritable(path: string): Promise<void> {
  const trial = trialPath(path);
  try {
    if (await isFolder(path)) throw Object.assign(new Error('it is a folder'), { code: 'EISDIR' });
    await (await open(trial, 'w')).close();
  } catch (cause) {
    throw notWritable(path, cause);
  } finally {
    await rm(trial, { force: true }).catch(() => {});
  }
}

/** A file in the same folder, because renaming is atomic only within a file system. */
export function trialPath(path: string): string {
  return `${path}.${process.pid}.partial`;
}

export function notWritable(path: string, cause: unknown): Problem {
  const code = codeOf(cause);
  const reason =
    code === 'ENOENT' || code === 'ENOTDIR'
      ? `there is no folder ${dirname(path)}`
      : reasonOf(cause, 'you may not write there');
  return new Problem(
    `${path} cannot be written: ${reason}.`,
    'Choose a file in a folder that exists, is writable and has free space.',
    { cause },
  );
}

function readReason(cause: unknown): string {
  const code = codeOf(cause);
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'it does not exist';
  return reasonOf(cause, 'you may not read it');
}

function reasonOf(cause: unknown, forbidden: string): string {
  const code = codeOf(cause);
  const reasons: Readonly<Record<string, string>> = {
    EISDIR: 'it is a folder',
    EACCES: forbidden,
    EPERM: forbidden,
    EROFS: 'the file system is read-only',
    ENOSPC: 'the disk is full',
    EDQUOT: 'your quota of the disk is used up',
    ENAMETOOLONG: 'its name is too long',
  };
  return reasons[code] ?? (cause instanceof Error ? cause.message : code);
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : '';
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found?.isDirectory() ?? false;
}
