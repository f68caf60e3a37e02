import type { Experiment } from '../experiment/experiment.ts';
import type { Library } from '../sequence/library.ts';
import { formatAddress, parseAddress } from '../session/address.ts';
import { viewStore } from '../viewer/viewState.ts';

const WRITE_DELAY_MILLISECONDS = 200;

/**
 * Opens what the page's address names, the first sequence there is when it names none, and from
 * then on writes what the user does into the address.
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
  // Browsers limit how often an address may change: scrubbing writes where it ends.
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
    // The address stays as it is until the user chooses.
    const problem =
      `There is no sequence called ${address.sequence} here. ` +
      'Choose another from the list, or open the folder that holds it.';
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
