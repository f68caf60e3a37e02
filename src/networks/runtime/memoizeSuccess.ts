/**
 * Caches the promise of each key, so that the work is done once, even for calls that overlap.
 * Failures are not cached, so that a later call can try again.
 */
export function memoizeSuccess<Input, Output>(
  keyOf: (input: Input) => string,
  work: (input: Input) => Promise<Output>,
): (input: Input) => Promise<Output> {
  const promises = new Map<string, Promise<Output>>();
  return (input) => {
    const key = keyOf(input);
    const known = promises.get(key);
    if (known) return known;
    const promise = work(input);
    promises.set(key, promise);
    promise.catch(() => promises.delete(key));
    return promise;
  };
}
