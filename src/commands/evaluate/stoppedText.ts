import type { EvaluateOptions } from './evaluateOptions.ts';

/**
 * Message after the user stopped an evaluation.
 *
 * @param isWritten true when this run has written its file; before that, an existing file is
 *   unchanged
 */
export function stoppedText(
  { out, restart }: Pick<EvaluateOptions, 'out' | 'restart'>,
  isWritten: boolean,
): string {
  if (!isWritten)
    return `Stopped. ${out} has not been changed; run the same command to start again.`;
  const command = restart ? 'the same command without --restart' : 'the same command';
  return `Stopped. The finished results are in ${out}; run ${command} to continue.`;
}
