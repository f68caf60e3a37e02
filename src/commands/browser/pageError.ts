/** The page's error message, without Playwright's prefix and stack. */
export function withoutPlaywright(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return (
    message.replace(/^page\.evaluate: ((Error|Problem): )?/, '').split('\n    at ')[0] ?? message
  );
}
