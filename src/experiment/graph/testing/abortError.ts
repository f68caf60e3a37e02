/** The error with which a cancelled task rejects. */
export function abortError(): DOMException {
  return new DOMException('The task was cancelled.', 'AbortError');
}
