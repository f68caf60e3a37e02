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

/** Runs many small reads, a few in parallel, because most of their time is latency. */
export async function readEach<Item, Result>(
  items: readonly Item[],
  read: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = [];
  for (let first = 0; first < items.length; first += PARALLEL_READS) {
    const some = items.slice(first, first + PARALLEL_READS);
    results.push(...(await Promise.all(some.map(read))));
  }
  return results;
}

const PARALLEL_READS = 16;
