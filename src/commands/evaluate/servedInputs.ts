import { frameCountOf } from '../../experiment/frameCount.ts';
import { isProblem } from '../../problem.ts';
import { fingerprint } from '../../sequence/fingerprint.ts';
import { listHttpSequences } from '../../sequence/httpSequences.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';

/**
 * Computes the inputs of sequences from the served files, like the app does.
 *
 * @param url address of the app with a trailing slash
 * @param frameLimit number of frames of each sequence to use, from the start; null for all
 * @returns a function from a sequence's name to its `Provenance.input`, null if it cannot be
 *   opened; it rejects with a Problem when a file cannot be read, or an AbortError
 */
export function servedInputs(
  url: string,
  frameLimit: number | null,
  signal: AbortSignal,
): (name: string) => Promise<string | null> {
  let listing: Promise<readonly SequenceSource[]> | null = null;
  return async (name) => {
    listing ??= listSources(url);
    const source = (await listing).find((candidate) => candidate.name === name);
    return source ? fingerprint(source, frameCountOf(source, { frameLimit }), { signal }) : null;
  };
}

/** All sequences, in the order in which the app's library searches for a name. */
async function listSources(url: string): Promise<SequenceSource[]> {
  const folders = [
    listHttpSequences(`${url}davis/`, 'served'),
    listHttpSequences(`${url}samples/`, 'built-in'),
  ];
  const sources: SequenceSource[] = [];
  for (const folder of await Promise.allSettled(folders)) {
    if (folder.status === 'fulfilled') sources.push(...folder.value.sequences);
    // The page reports problems of the folder, and the evaluation lists them as failures.
    else if (!isProblem(folder.reason)) throw folder.reason;
  }
  return sources;
}
