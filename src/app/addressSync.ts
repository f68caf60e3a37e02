import type { Experiment } from '../experiment/experiment.ts';
import type { Library } from '../sequence/library.ts';
import { formatAddress, parseAddress } from '../session/address.ts';
import { viewStore } from '../viewer/viewState.ts';

const WRITE_DELAY_MILLISECONDS = 200;

/**
 * Opens the sequence in the page's address, or the first sequence if the address names none. From
 * then on keeps the address up to date.
 */
export async function followAddress(experiment: Experiment, library: Library): Promise<void> {
  const address = parseAddress(location.search);
  viewStore.setState({ frame: address.frame });
  experiment.store.setState(({ configuration }) => ({
    configuration: { ...configuration, ...address.configuration },
  }));
  await library.load();
  const source = library.find(address.sequence);
  let pending: ReturnType<typeof setTimeout> | undefined;
  // Browsers limit how often the address may change, so scrubbing writes only its last frame.
  const writeSoon = () => {
    clearTimeout(pending);
    pending = setTimeout(write, WRITE_DELAY_MILLISECONDS);
  };
  const write = () => {
    const { source: open, configuration } = experiment.store.getState();
    const { frame } = viewStore.getState();
    const search = formatAddress({ sequence: open?.name ?? null, frame, configuration });
    if (search !== location.search) history.replaceState(null, '', search);
  };
  if (source) {
    void experiment.start(source);
  } else if (address.sequence) {
    // Keep the address until the user chooses a sequence.
    const problem =
      `There is no sequence called ${address.sequence} here. ` +
      'Choose another from the list, or open the folder that contains it.';
    experiment.store.setState(({ experiment: state }) => ({ experiment: { ...state, problem } }));
  }
  experiment.store.subscribe((now, before) => {
    if (now.source !== before.source || now.configuration !== before.configuration) writeSoon();
  });
  viewStore.subscribe((view, before) => {
    if (view.playing) return;
    if (view.frame !== before.frame || before.playing) writeSoon();
  });
  if (source) write();
}
