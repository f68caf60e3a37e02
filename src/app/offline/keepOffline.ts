import type { Experiment } from '../../experiment/experiment.ts';
import { framesDone } from '../../experiment/experimentState.ts';
import { hasGpu } from '../../networks/hasGpu.ts';
import type { OfflineFiles } from '../../offline/offlineFiles.ts';
import { parseAddress } from '../../session/address.ts';
import { talkWindow } from '../../talks/talkWindow.ts';

/** Where no sequence opens, nothing is waited for longer than this. */
const NOTHING_OPENS_SECONDS = 10;

/**
 * Keeps the app's files for use without a connection, in the background: first the app and the
 * recorded run, as soon as the first picture is shown; then, when nothing is being computed, what
 * computing here needs, and last the runs of the lessons. Networks for the other provider, and other
 * networks, wait for the user. Readers of a page that embeds this one keep nothing, and neither does
 * the audience's window, since the page beside it does.
 */
export async function keepOffline(experiment: Experiment, offline: OfflineFiles): Promise<void> {
  if (parseAddress(location.search).isEmbedded || talkWindow(location.search) !== null) return;
  await firstPicture(experiment);
  await offline.start();
  if (!(await offline.keep(['app']))) return;
  // Whoever saves data chooses in the dialog.
  if (savesData()) return;
  await idle(experiment);
  await offline.keep(['computing', (await hasGpu()) ? 'webgpu' : 'wasm', 'lessons']);
}

function firstPicture(experiment: Experiment): Promise<void> {
  const shown = until(experiment, ({ columns }) =>
    columns.some((column) => framesDone(column) > 0),
  );
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, NOTHING_OPENS_SECONDS * 1000);
  });
  return Promise.race([shown, late]);
}

function idle(experiment: Experiment): Promise<void> {
  return until(experiment, ({ status }) => status !== 'running');
}

type State = ReturnType<Experiment['store']['getState']>['experiment'];

/** Waits until the experiment's state is as wanted. */
function until({ store }: Experiment, isReached: (state: State) => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (isReached(store.getState().experiment)) return resolve();
    const stop = store.subscribe((state) => {
      if (!isReached(state.experiment)) return;
      stop();
      resolve();
    });
  });
}

/** Of the Network Information API, which TypeScript does not know. */
function savesData(): boolean {
  const { connection } = navigator as { readonly connection?: { readonly saveData?: boolean } };
  return connection?.saveData === true;
}
