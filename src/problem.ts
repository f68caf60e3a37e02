/**
 * An error for the user: what was wrong, where, and what to do.
 *
 * Errors from workers keep only their name and message, so the message is the complete text.
 */
export class Problem extends Error {
  override readonly name = 'Problem';

  /**
   * @param what a sentence on what was wrong, naming the file or frame
   * @param remedy a sentence on what the user can do about it
   */
  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(`${what} ${remedy}`, options);
  }
}

/** True for a {@link Problem}, including one from a worker, which has lost its class. */
export function isProblem(error: unknown): error is Error {
  return error instanceof Error && error.name === 'Problem';
}

/** The text to show for any error; errors other than a {@link Problem} are marked as unexpected. */
export function describeError(error: unknown): string {
  if (isProblem(error)) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `An unexpected error occurred: ${message}`;
}

/** True for the error that a cancelled task rejects with. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
