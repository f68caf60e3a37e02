import type { GivenRuns } from '../../session/givenRuns.ts';
import type { Runs } from '../../session/runs.ts';
import type { KeptTalk } from '../../talks/keptTalk.ts';
import { runOf, runsOf, type TalkView } from '../../talks/talk.ts';
import { isTalkRun } from '../../talks/talkRun.ts';

interface ForgettingParts {
  readonly talk: Pick<KeptTalk, 'store'>;
  readonly givenRuns: Pick<GivenRuns, 'remove'>;
  readonly runs: Pick<Runs, 'isShown'>;
}

/**
 * Removes the run of a view that was deleted for good, if it was made for a talk of this browser, and
 * no view of the talk needs it, nor of the one that Undo brings back. All other runs are deleted by
 * the user, in the dialog of runs: the talks that are saved in files may need them.
 */
export async function forgetRun(
  view: TalkView,
  { talk: kept, givenRuns, runs }: ForgettingParts,
): Promise<void> {
  const run = runOf(view);
  if (run === null || !isTalkRun(run)) return;
  const { talk, undo } = kept.store.getState();
  const needed = [...runsOf(talk), ...(undo ? runsOf(undo.talk) : [])];
  // What is on the screen can be collected again.
  if (needed.includes(run) || runs.isShown(run)) return;
  await givenRuns.remove([run]);
}
