import type { Experiment } from '../../experiment/experiment.ts';
import { Problem } from '../../problem.ts';
import type { GivenRuns } from '../../session/givenRuns.ts';
import type { Runs } from '../../session/runs.ts';
import type { TalkView } from '../../talks/talk.ts';
import { fromRun, talkRun } from '../../talks/talkRun.ts';
import { shownCrop } from '../../viewer/clip.ts';
import { viewPicture } from '../../viewer/viewPicture.ts';
import { viewStore } from '../../viewer/viewState.ts';
import { addressStore } from '../addressSync.ts';
import { suggestTitle } from './suggestTitle.ts';

interface CollectingParts {
  readonly experiment: Experiment;
  readonly runs: Runs;
  readonly givenRuns: GivenRuns;
}

/**
 * What is on the screen, as a view of a talk without notes. The run that it is shown from is put on
 * the shelf of given runs; a view of columns that are not complete has none, and is computed.
 *
 * @throws Problem when nothing is on the screen, or if the run cannot be read
 */
export async function collectView(
  parts: CollectingParts,
): Promise<Pick<TalkView, 'title' | 'address' | 'picture'>> {
  const { experiment, runs, givenRuns } = parts;
  // All of it as it is now: what follows takes a moment.
  const address = addressStore.getState().state();
  const { columns, sequenceName, size } = experiment.store.getState().experiment;
  const view = viewStore.getState();
  const crop = shownCrop() ?? { x: 0, y: 0, ...size };
  if (address === null || columns.length === 0 || sequenceName === null) {
    throw new Problem(
      'There is nothing on the screen to collect.',
      'Open a sequence or a run first.',
    );
  }
  const title = suggestTitle(sequenceName, columns, view);
  const [picture, file] = await Promise.all([
    // Without one while a frame is not computed yet.
    viewPicture({ columns, view, crop }).then(dataAddress, () => null),
    runs.shownFile(),
  ]);
  if (!file) return { title, address, picture };
  const run = await talkRun(file);
  await givenRuns.add([run]);
  runs.nameShown(run.name, run);
  return { title, address: fromRun(address, run.name), picture };
}

function dataAddress(data: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(data);
  });
}
