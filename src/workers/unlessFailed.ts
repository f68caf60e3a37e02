/**
 * Settles like `work`, unless `failure` rejects first.
 *
 * `Promise.race` alone would leak memory: a pending `failure` keeps every race alive, and with it
 * every result, such as everything that a worker has ever returned.
 *
 * @param failure a promise that may stay pending for as long as the page is open
 */
export async function unlessFailed<T>(work: Promise<T>, failure: Promise<never>): Promise<T> {
  const results: T[] = [];
  await Promise.race([work.then((result) => void results.push(result)), failure]);
  return results[0] as T;
}
