/**
 * `map` with at most `limit` calls at a time; results are in the order of the items.
 *
 * @throws the first error of a call; no further calls start after it
 * @throws AbortError if `signal` aborts
 */
export async function mapInParallel<Item, Result>(
  items: readonly Item[],
  limit: number,
  map: (item: Item) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let failed = false;
  // All loops take their items from the same iterator.
  const pending = items.entries();
  const work = async () => {
    for (const [index, item] of pending) {
      if (failed) return;
      signal?.throwIfAborted();
      results[index] = await map(item);
    }
  };
  try {
    await Promise.all(Array.from({ length: limit }, work));
  } finally {
    failed = true;
  }
  return results;
}
