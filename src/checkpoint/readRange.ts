import { readBytes } from '../files/readBytes.ts';
import { damaged } from './refusals.ts';

/**
 * Reads the bytes `[start, end)` of a checkpoint and no others.
 *
 * @throws Problem when the file is shorter or can no longer be read
 */
export async function readRange(
  file: Blob,
  start: number,
  end: number,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (end > file.size) throw damaged(name, `it ends after ${file.size} of ${end} bytes`);
  return readBytes({ name, data: file }, start, end);
}

/** Small reads at a time: each waits far longer than it works. */
export const PARALLEL_READS = 16;
