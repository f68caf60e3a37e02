import { Problem } from '../problem.ts';
import type { NamedFile } from './namedFile.ts';

/**
 * The bytes `[from, to)` of a file; no others are read. Fewer where the file ends before `to`.
 *
 * @param reopen what to do when the file can no longer be read, a sentence
 * @throws Problem that names the file when it was changed or removed after it was opened
 */
export async function readBytes(
  { name, data }: NamedFile,
  from = 0,
  to = data.size,
  reopen = 'Open it again.',
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await data.slice(from, to).arrayBuffer());
  } catch (cause) {
    throw new Problem(
      `${name} cannot be read: it was moved, changed or deleted after it was opened.`,
      reopen,
      { cause },
    );
  }
}

/** `61,489,152 bytes`, as messages write a length. */
export function formatBytes(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} bytes`;
}
