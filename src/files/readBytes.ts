import { Problem } from '../problem.ts';
import type { NamedPicture } from '../sequence/sequence.ts';

/**
 * The bytes from `from` up to `to` of a file; the rest is not read.
 *
 * @param reopen what to do when the file can no longer be read, a sentence
 * @throws Problem that names the file when it was changed or removed after it was chosen
 */
export async function readBytes(
  { name, data }: NamedPicture,
  from = 0,
  to = data.size,
  reopen = 'Open it again.',
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await data.slice(from, to).arrayBuffer());
  } catch (cause) {
    throw new Problem(
      `${name} could not be read; it may have been moved, changed or deleted meanwhile.`,
      reopen,
      { cause },
    );
  }
}

/** `61,489,152 bytes`, as messages write a length. */
export function formatBytes(bytes: number): string {
  return `${bytes.toLocaleString('en-US')} bytes`;
}

/** The end of a file's name after its last dot, in lower case; empty where there is none. */
export function fileExtension(name: string): string {
  return /\.([^./\\]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
}
