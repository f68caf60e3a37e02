/**
 * What `work` gives, unless `failure` rejects first.
 *
 * `Promise.race` alone would keep every result alive for as long as `failure` may still come: the
 * race it settles stays among `failure`'s listeners. Those were each frame's probabilities on WebGPU
 * and, of every worker, all that it ever returned.
 *
 * @param failure a promise that may live as long as the program
 */
export async function unlessFailed<T>(work: Promise<T>, failure: Promise<never>): Promise<T> {
  const results: T[] = [];
  await Promise.race([work.then((result) => void results.push(result)), failure]);
  return results[0] as T;
}
