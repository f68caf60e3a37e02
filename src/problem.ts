/**
 * An error meant for the user at the screen: what was wrong, where, and what to do.
 *
 * Workers pass errors on by name and message only, so nothing else may be needed to show one:
 * the message is the whole text.
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  /**
   * @param what what was wrong, a sentence that names the file or frame
   * @param remedy what the user can do about it, a sentence
   */
  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(`${what} ${remedy}`, options);
  }
}

/** True for a {@link Problem}, also one that crossed a worker boundary and lost its class. */
export function isProblem(error: unknown): error is Error {
  return error instanceof Error && error.name === 'Problem';
}

/** The text to show for any error; unexpected ones say that they are. */
export function describeError(error: unknown): string {
  if (isProblem(error)) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `Something unexpected went wrong: ${message}`;
}

/** True for the error that a cancelled task rejects with. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
