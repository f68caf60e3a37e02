/**
 * An error's message as part of a sentence: its first line without the full stop, and without the
 * codes and source files at the start of onnxruntime-web's messages.
 */
export function failureText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const stripped = message.replace(/^.*ERROR_MESSAGE: /s, '').replace(/^.* was false\. /s, '');
  const line = stripped.trim().split('\n')[0] ?? '';
  return line.replace(/\.$/, '') || 'no reason given';
}
