import type { Experiment } from '../../experiment/experiment.ts';
import type { Runs } from '../../session/runs.ts';
import { runOf } from '../../talks/talk.ts';

interface NotShownParts {
  readonly experiment: Pick<Experiment, 'store'>;
  readonly runs: Pick<Runs, 'store'>;
}

/** Why a view that `show` could not show is not on the screen, for the user. */
export function notShownText(address: string, { experiment, runs }: NotShownParts): string {
  // Without a run in the address, the problem is that of another.
  const ofRun = runOf({ address }) === null ? null : runs.store.getState().problem;
  const ofSequence = experiment.store.getState().experiment.problem;
  return ['This view cannot be shown.', ofRun, ofSequence].filter(Boolean).join(' ');
}
