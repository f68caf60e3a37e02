import { Problem } from '../problem.ts';
import { damaged } from './refusals.ts';

/**
 * The bytes `[start, end)` of a file; no others are read.
 *
 * @throws Problem when the file is shorter, or cannot be read any more
 */
export async function readBytes(
  file: Blob,
  start: number,
  end: number,
  name: string,
): Promise<Uint8Array<ArrayBuffer>> {
  if (end > file.size) throw damaged(name, `it ends after ${file.size} of ${end} bytes`);
  try {
    return new Uint8Array(await file.slice(start, end).arrayBuffer());
  } catch (cause) {
    throw new Problem(
      `${name} cannot be read (any more): it was changed, moved or deleted since it was opened, or is too large for the memory.`,
      'Open it again.',
      { cause },
    );
  }
}

/** Does many small reads, some at a time: each waits far longer than it works. */
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
