import type { NamedFile } from '../../files/namedFile.ts';
import type { Library } from '../../sequence/library.ts';
import { parseAddress } from '../../session/address.ts';
import type { GivenRuns } from '../../session/givenRuns.ts';
import type { Runs } from '../../session/runs.ts';
import { runOf, runsOf, type Talk, type TalkView, withChange } from '../../talks/talk.ts';
import { fromRun, talkRun } from '../../talks/talkRun.ts';

interface TalkRunsParts {
  readonly library: Pick<Library, 'find' | 'load'>;
  readonly runs: Pick<Runs, 'keptFile' | 'hasRecorded'>;
  readonly givenRuns: Pick<GivenRuns, 'add' | 'find'>;
}

/**
 * True if a view is shown without computing anything.
 *
 * @param names of the given runs
 */
export function isRecorded(
  view: TalkView,
  names: readonly string[],
  { library, runs }: Pick<TalkRunsParts, 'library' | 'runs'>,
): boolean {
  const run = runOf(view);
  if (run !== null) return names.includes(run) || isOnServer(run);
  const { sequence, configuration } = parseAddress(view.address);
  const source = library.find(sequence);
  return source !== null && runs.hasRecorded(source, configuration);
}

/** A talk with the runs that its views are shown from. */
export interface CompleteTalk {
  readonly talk: Talk;
  readonly runs: readonly NamedFile[];
  /** The titles of views without a run: they are computed when they are shown. */
  readonly missing: readonly string[];
}

/**
 * Collects the runs of a talk. Views without one that were computed since get the run that was kept
 * then.
 */
export async function completeTalk(talk: Talk, parts: TalkRunsParts): Promise<CompleteTalk> {
  const { library, runs, givenRuns } = parts;
  await library.load();
  let complete = talk;
  for (const view of talk.views) {
    if (runOf(view) !== null) continue;
    const { sequence, configuration } = parseAddress(view.address);
    const source = library.find(sequence);
    const kept = source && (await runs.keptFile(source, configuration));
    if (!kept) continue;
    const run = await talkRun(kept);
    await givenRuns.add([run]);
    complete = withChange(complete, view.id, { address: fromRun(view.address, run.name) });
  }
  const found = await Promise.all(runsOf(complete).map((name) => givenRuns.find(name)));
  const files = found.filter((file) => file !== null);
  const names = files.map(({ name }) => name);
  const missing = complete.views.filter((view) => {
    const run = runOf(view);
    return run === null || !(names.includes(run) || isOnServer(run));
  });
  return { talk: complete, runs: files, missing: missing.map(({ title }) => title) };
}

/** True for the address of a run with a folder; one without is the name of a given run. */
function isOnServer(run: string): boolean {
  return run.includes('/');
}
