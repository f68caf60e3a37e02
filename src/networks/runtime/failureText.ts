/**
 * What an error says, as a part of a sentence: its first line without the full stop.
 * onnxruntime-web's messages begin with codes and source files that help nobody at the screen.
 */
export function failureText(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const told = message.replace(/^.*ERROR_MESSAGE: /s, '').replace(/^.* was false\. /s, '');
  const line = told.trim().split('\n')[0] ?? '';
  return line.replace(/\.$/, '') || 'no reason given';
}
