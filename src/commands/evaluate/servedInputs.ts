import { frameCountOf } from '../../experiment/frameCount.ts';
import { isProblem } from '../../problem.ts';
import { fingerprint } from '../../sequence/fingerprint.ts';
import { listHttpSequences } from '../../sequence/httpSequences.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';

/**
 * Tells what the app would compute from: reads the files that it is served, as it reads them.
 *
 * @param url the app's address with a slash at its end
 * @param frameLimit only the first frames of each sequence; null for all
 * @returns a function from a sequence's name to its `Provenance.input`, null where it cannot be opened;
 *   it rejects with a Problem when a file cannot be read, or an AbortError
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

/** In the order in which the app's library looks for a name. */
async function listSources(url: string): Promise<SequenceSource[]> {
  const folders = [
    listHttpSequences(`${url}davis/`, 'served'),
    listHttpSequences(`${url}samples/`, 'built-in'),
  ];
  const sources: SequenceSource[] = [];
  for (const folder of await Promise.allSettled(folders)) {
    if (folder.status === 'fulfilled') sources.push(...folder.value.sequences);
    // What is wrong with the folder itself the page reports, and the evaluation as a failure.
    else if (!isProblem(folder.reason)) throw folder.reason;
  }
  return sources;
}
