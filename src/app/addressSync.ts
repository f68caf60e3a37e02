import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../experiment/experiment.ts';
import { frameCountOf } from '../experiment/frameCount.ts';
import { type ExperimentMedia, NO_MEDIA } from '../experiment/media.ts';
import type { Library } from '../sequence/library.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import {
  type AddressState,
  formatAddress,
  listsColumns,
  type ParsedAddress,
  parseAddress,
} from '../session/address.ts';
import type { Runs } from '../session/runs.ts';
import { type Theme, themeStore } from '../ui/theme.ts';
import { middleFrame, tellingFrame } from '../viewer/tellingFrame.ts';
import { viewStore } from '../viewer/viewState.ts';
import { ViewSync } from './viewSync.ts';

const WRITE_DELAY_MILLISECONDS = 200;

type RecordedRuns = Pick<Runs, 'showFor' | 'openAddress'>;

/** What the page says about its address. */
interface AddressNotes {
  /** What in the address makes no sense, for the user, a message each. */
  readonly problems: readonly string[];
  /** True if the browser's Back undoes a change of the sequence or of a setting. */
  readonly canGoBack: boolean;
  /** A link to exactly what is shown, with the theme; null before a sequence is open. */
  readonly link: () => string | null;
  /** The lesson beside the columns and its step, from 1; null if there is none. */
  readonly lesson: AddressState['lesson'];
  /**
   * Shows the state in an address, e.g. `?seq=soapbox&frame=4`, as a new entry of the browser's
   * history: from a recorded run, or computed if there is none.
   */
  readonly show: (search: string) => Promise<void>;
  /** Closes the lesson; what is on the screen stays. */
  readonly leaveLesson: () => void;
}

export const addressStore = createStore<AddressNotes>(() => ({
  problems: [],
  canGoBack: false,
  link: () => null,
  lesson: null,
  show: async () => {},
  leaveLesson: () => {},
}));

/** What is kept with an entry of the browser's history. */
interface HistoryState {
  /** Number of changes before it. */
  readonly changes: number;
}

/**
 * Opens what the page's address names, or the first sequence if it names none. From then on keeps
 * the address up to date: a change of the sequence or of a setting is an entry of the browser's
 * history, so that Back undoes it; another frame is not.
 */
export async function followAddress(
  experiment: Experiment,
  library: Library,
  runs: RecordedRuns,
): Promise<void> {
  const sync = new AddressSync(experiment, library, runs);
  await sync.open();
}

class AddressSync {
  private pending: ReturnType<typeof setTimeout> | undefined;
  /** True while an address is applied, which must not write another one. */
  private applying = false;
  /** Rises with every address that is shown: an earlier one that is read late is dropped. */
  private turn = 0;
  private readonly view: ViewSync;
  /** The user's files at each entry of the history, by its number of changes. */
  private readonly media = new Map<number, ExperimentMedia>();

  constructor(
    private readonly experiment: Experiment,
    private readonly library: Library,
    private readonly runs: RecordedRuns,
  ) {
    this.view = new ViewSync(experiment, () => this.writeSoon());
    addressStore.setState({
      link: () => {
        const search = this.search('replace', themeStore.getState().theme);
        return search && new URL(search, location.href).href;
      },
      show: (search) => {
        this.push(search);
        return this.apply();
      },
      leaveLesson: () => {
        addressStore.setState({ lesson: null });
        this.write('replace');
      },
    });
  }

  async open(): Promise<void> {
    const { experiment, library } = this;
    const address = parseAddress(location.search);
    this.view.hold(location.search);
    viewStore.setState({ frame: address.frame ?? 0 });
    this.note(address);
    void experiment.configure(address.configuration);
    this.view.release();
    await library.load();
    const source = library.find(address.sequence);
    if (await this.openRun(address)) this.write('replace');
    else if (source) {
      await this.showOrRun(source, address);
      this.write('replace');
    } else if (address.sequence) this.reportMissing(address.sequence);
    experiment.store.subscribe((now, before) => {
      if (this.applying) return;
      const isChanged = now.source !== before.source || now.configuration !== before.configuration;
      if (isChanged) {
        if (now.source && now.source.name !== before.source?.name) {
          // They belong to the frames of the former sequence.
          viewStore.setState({
            ...{ zoom: null, loop: null, time: null, chartObject: null, chartColumns: null },
            block: null,
          });
          const telling = now.experiment.recording && tellingFrame(now.experiment.columns);
          if (telling !== null) viewStore.setState({ frame: telling });
          else showMiddle(now.source, now);
        }
        addressStore.setState({ problems: [] });
        this.write('push');
      }
      if (isChanged || now.media !== before.media) this.media.set(changesBefore(), now.media);
    });
    this.view.follow();
    addEventListener('popstate', () => void this.apply());
  }

  private note({ problems, lesson }: ParsedAddress): void {
    addressStore.setState({ problems, lesson, canGoBack: changesBefore() > 0 });
  }

  /**
   * Shows the run that an address names, with the address's columns if it lists any.
   *
   * @returns false if it names none, or one that cannot be shown
   */
  private async openRun({ run, frame, configuration }: ParsedAddress): Promise<boolean> {
    if (run === null) return false;
    this.applying = true;
    try {
      if (!(await this.runs.openAddress(run))) return false;
      if (frame !== null) viewStore.setState({ frame });
      // Not awaited: what the run does not have is computed later.
      if (listsColumns(location.search)) {
        void this.experiment.configure({ columns: configuration.columns });
      }
      return true;
    } finally {
      this.applying = false;
    }
  }

  /** Shows a recorded run at once, or computes if there is none. */
  private async showOrRun(source: SequenceSource, address: ParsedAddress): Promise<void> {
    const { experiment, runs } = this;
    this.applying = true;
    // A lesson is about the recorded run.
    const startsOnGpu = address.lesson === null;
    const outcome = await runs
      .showFor(source, address.configuration, startsOnGpu)
      .finally(() => (this.applying = false));
    if (outcome === 'none') this.show(source, address);
    if (outcome !== 'shown') return;
    const { columns } = experiment.store.getState().experiment;
    const frame = address.frame ?? tellingFrame(columns);
    if (frame !== null) viewStore.setState({ frame });
  }

  /** Shows the page's address, after the browser went back or forward or it was replaced. */
  private async apply(): Promise<void> {
    clearTimeout(this.pending);
    const turn = ++this.turn;
    const address = parseAddress(location.search);
    this.view.hold(location.search);
    this.note(address);
    // Without a run, at once: the next Back would find the address of this one.
    const isOpened = address.run !== null && (await this.openRun(address));
    if (turn !== this.turn) return;
    const source = this.library.find(address.sequence);
    if (!isOpened && source) {
      if (this.isThere(source, address)) this.show(source, address);
      else await this.showOrRun(source, address);
    } else if (!isOpened && address.sequence) this.reportMissing(address.sequence);
    if (turn === this.turn) this.view.release();
  }

  /** True if the sequence is open, and no other recording could have columns that are missing. */
  private isThere(source: SequenceSource, { configuration }: ParsedAddress): boolean {
    const { source: open, experiment } = this.experiment.store.getState();
    if (source !== open) return false;
    return experiment.recording === null || this.experiment.hasRecorded(configuration.columns);
  }

  private show(source: SequenceSource, { frame, configuration }: ParsedAddress): void {
    const { experiment } = this;
    const { source: open } = experiment.store.getState();
    this.applying = true;
    try {
      if (frame !== null) viewStore.setState({ frame });
      else if (source !== open) showMiddle(source, { configuration });
      // Both set the configuration at once, and compute later.
      const change = { ...configuration, media: this.media.get(changesBefore()) ?? NO_MEDIA };
      if (source === open) void experiment.configure(change);
      else void experiment.start(source, change);
    } finally {
      this.applying = false;
    }
  }

  /** Browsers limit how often the address may change, so scrubbing writes only its last frame. */
  private writeSoon(): void {
    clearTimeout(this.pending);
    this.pending = setTimeout(() => this.write('replace'), WRITE_DELAY_MILLISECONDS);
  }

  private write(how: 'push' | 'replace'): void {
    clearTimeout(this.pending);
    const search = this.search(how);
    // Keep the address until the user chooses a sequence.
    if (search === null) return;
    if (search === location.search) return;
    if (how === 'replace') {
      history.replaceState(history.state, '', search);
      return;
    }
    this.push(search);
    addressStore.setState({ canGoBack: true });
  }

  private push(search: string): void {
    const state: HistoryState = { changes: changesBefore() + 1 };
    history.pushState(state, '', search);
  }

  /**
   * The address of what is shown; null before a sequence is open.
   *
   * @param theme if it is to be named in any case
   */
  private search(how: 'push' | 'replace', theme?: Theme): string | null {
    const { source, configuration } = this.experiment.store.getState();
    if (!source) return null;
    const { frame } = viewStore.getState();
    // What decides whether recorded runs are used stays as it was when the page was opened.
    const { isLive, run, isEmbedded } = parseAddress(location.search);
    const { lesson } = addressStore.getState();
    const address = formatAddress({
      ...{ sequence: source.name, frame, configuration, isLive, isEmbedded, lesson },
      // Until something is changed, a reload shows the same run.
      run: how === 'replace' ? run : null,
    });
    return address + this.view.query(theme);
  }

  private reportMissing(sequence: string): void {
    const problem =
      `There is no sequence called ${sequence} here. ` +
      'Choose another from the list, or open the folder that contains it.';
    this.experiment.store.setState(({ experiment }) => ({
      experiment: { ...experiment, problem },
    }));
  }
}

/** Number of changes that Back can undo from here. */
function changesBefore(): number {
  return (history.state as HistoryState | null)?.changes ?? 0;
}

function showMiddle(
  source: SequenceSource,
  { configuration }: Pick<ParsedAddress, 'configuration'>,
): void {
  viewStore.setState({ frame: middleFrame(frameCountOf(source, configuration)) });
}
