import type { EvaluateOptions } from './evaluateOptions.ts';

/**
 * What to tell the user who stopped an evaluation.
 *
 * @param isWritten whether this run has written its file: before, the file is what it was, perhaps
 *   another evaluation that only `--restart` overwrites
 */
export function stoppedText(
  { out, restart }: Pick<EvaluateOptions, 'out' | 'restart'>,
  isWritten: boolean,
): string {
  if (!isWritten) return `Stopped. ${out} is as it was before; the same command begins again.`;
  const same = restart ? 'the same command without --restart' : 'the same command';
  return `Stopped. What is finished is in ${out}; ${same} goes on.`;
}
