import type { SequenceResult } from '../experiment/resultSchema.ts';
import { resultKey } from '../experiment/resultStore.ts';
import { Problem } from '../problem.ts';

/** A result and the file that it is in, for messages. */
export interface FiledResult {
  readonly file: string;
  readonly result: SequenceResult;
}

/**
 * Refuses one experiment that is there twice: computed from the same files with the same settings,
 * programs and networks, whatever the sequence is called. Tables would count one of the two, and
 * nobody could tell which. Different files of one name are different sequences.
 *
 * @throws Problem that names the experiment and the files
 */
export async function refuseRepeated(results: readonly FiledResult[]): Promise<void> {
  const known = new Map<string, FiledResult>();
  for (const filed of results) {
    const key = await resultKey(filed.result);
    const other = known.get(key);
    if (other) {
      throw new Problem(
        `${titleOf(filed)} and ${titleOf(other)} are one experiment, computed from the same files.`,
        'Leave one of them out, or put the files together with npm run merge.',
      );
    }
    known.set(key, filed);
  }
}

function titleOf({ file, result: { name, configuration } }: FiledResult): string {
  const { network, crf } = configuration;
  return `${name} (${network}, CRF ${crf}) in ${file}`;
}
