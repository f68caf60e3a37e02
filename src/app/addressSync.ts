import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../experiment/experiment.ts';
import { frameCountOf } from '../experiment/frameCount.ts';
import { type ExperimentMedia, NO_MEDIA } from '../experiment/media.ts';
import { formatColumnList } from '../results/columnList.ts';
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
import { talkWindow } from '../talks/talkWindow.ts';
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
  /**
   * The search part of that link without what it would be shown from: it lists the columns, and names
   * neither a run nor a lesson. Null before there are columns.
   */
  readonly state: () => string | null;
  /** The lesson beside the columns and its step, from 1; null if there is none. */
  readonly lesson: AddressState['lesson'];
  /**
   * Shows the state in an address, e.g. `?seq=soapbox&frame=4`, as a new entry of the browser's
   * history: from a recorded run, or computed if there is none.
   *
   * @returns false if neither its run can be opened nor its sequence is here: what was shown before
   *   is still on the screen, and the stores of runs and of the experiment say why
   */
  readonly show: (search: string) => Promise<boolean>;
  /**
   * Keeps what is shown, to come back to it. Meanwhile the page's address and the history stay as they
   * are, whatever is shown, and nothing starts on a GPU by itself.
   *
   * @returns shows it again
   */
  readonly setAside: () => () => Promise<void>;
  /** Closes the lesson; what is on the screen stays. */
  readonly leaveLesson: () => void;
}

export const addressStore = createStore<AddressNotes>(() => ({
  problems: [],
  canGoBack: false,
  link: () => null,
  state: () => null,
  lesson: null,
  // Waits until the page follows its address: the audience's window may hear of a view before.
  show: (search) =>
    new Promise((resolve) => {
      const stop = addressStore.subscribe((now) => {
        stop();
        resolve(now.show(search));
      });
    }),
  setAside: () => async () => {},
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
  /** True while the page's address stands for what was set aside, or for nothing that is shown. */
  private isAside: boolean;
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
    this.isAside = talkWindow(location.search) === 'follow';
    addressStore.setState({
      link: () => {
        const search = this.search('replace', themeStore.getState().theme);
        return search && new URL(search, location.href).href;
      },
      state: () => this.state(),
      show: (search) => {
        if (!this.isAside) this.push(search);
        return this.apply(search);
      },
      setAside: () => this.setAside(),
      leaveLesson: () => {
        addressStore.setState({ lesson: null });
        this.write('replace');
      },
    });
  }

  async open(): Promise<void> {
    const { library } = this;
    if (this.isAside) await library.load();
    else await this.openFirst();
    this.follow();
  }

  /** Opens what the address names when the page is opened. */
  private async openFirst(): Promise<void> {
    const { experiment, library } = this;
    const address = parseAddress(location.search);
    this.view.hold(location.search);
    viewStore.setState({ frame: address.frame ?? 0 });
    this.note(address);
    void experiment.configure(address.configuration);
    this.view.release();
    await library.load();
    const source = library.find(address.sequence);
    if (await this.openRun(address, location.search)) this.write('replace');
    else if (source) {
      await this.showOrRun(source, address);
      this.write('replace');
    } else if (address.sequence) this.reportMissing(address.sequence);
  }

  /** Keeps the address up to date from now on. */
  private follow(): void {
    this.experiment.store.subscribe((now, before) => {
      if (this.applying || this.isAside) return;
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
    addEventListener('popstate', () => {
      // It is shown when the page comes back to its address.
      if (!this.isAside) void this.apply(location.search);
    });
  }

  private note({ problems, lesson }: ParsedAddress): void {
    addressStore.setState({ problems, lesson, canGoBack: changesBefore() > 0 });
  }

  /**
   * Shows the run that an address names, with the address's columns if it lists any.
   *
   * @returns false if it names none, or one that cannot be shown
   */
  private async openRun(
    { run, frame, configuration }: ParsedAddress,
    search: string,
  ): Promise<boolean> {
    if (run === null) return false;
    const { turn } = this;
    this.applying = true;
    try {
      if (!(await this.runs.openAddress(run))) return false;
      // Another address is shown by now, whose run may still be read: a change here would drop it.
      if (turn !== this.turn) return true;
      if (frame !== null) viewStore.setState({ frame });
      // Not awaited: what the run does not have is computed later.
      if (listsColumns(search)) {
        void this.experiment.configure({ columns: configuration.columns });
      }
      return true;
    } finally {
      if (turn === this.turn) this.applying = false;
    }
  }

  /** Shows a recorded run at once, or computes if there is none. */
  private async showOrRun(source: SequenceSource, address: ParsedAddress): Promise<void> {
    const { experiment, runs } = this;
    this.applying = true;
    // A lesson, a talk and a page that embeds this one are about the recorded run.
    const startsOnGpu = address.lesson === null && !address.isEmbedded && !this.isAside;
    const { turn } = this;
    const outcome = await runs.showFor(source, address.configuration, startsOnGpu).finally(() => {
      if (turn === this.turn) this.applying = false;
    });
    if (outcome === 'none') this.show(source, address);
    if (outcome !== 'shown') return;
    const { columns } = experiment.store.getState().experiment;
    const frame = address.frame ?? tellingFrame(columns);
    if (frame !== null) viewStore.setState({ frame });
  }

  /**
   * Shows the state in an address: the page's own, or one that is shown instead.
   *
   * @returns false if it cannot be shown; true also if another address is shown by now
   */
  private async apply(search: string): Promise<boolean> {
    clearTimeout(this.pending);
    const turn = ++this.turn;
    const address = parseAddress(search);
    this.view.hold(search);
    this.note(address);
    // Without a run, at once: the next Back would find the address of this one.
    const isOpened = address.run !== null && (await this.openRun(address, search));
    // The audience's window may hear of a view before it has listed its sequences.
    if (!isOpened && this.isAside) await this.library.load();
    if (turn !== this.turn) return true;
    const source = this.library.find(address.sequence);
    if (!isOpened && source) {
      if (this.isThere(source, address)) this.show(source, address);
      else await this.showOrRun(source, address);
    } else if (!isOpened && address.sequence) this.reportMissing(address.sequence);
    if (turn !== this.turn) return true;
    this.applying = false;
    this.view.release();
    return isOpened || source !== null;
  }

  private setAside(): () => Promise<void> {
    this.write('replace');
    const { problems, lesson, canGoBack } = addressStore.getState();
    const { frame, playing } = viewStore.getState();
    const view = this.view.query(themeStore.getState().theme);
    const place = location.search;
    const showAgain = this.experiment.setAside();
    this.isAside = true;
    return async () => {
      clearTimeout(this.pending);
      // What is still being opened is dropped.
      this.turn++;
      this.applying = false;
      this.view.hold(view);
      await showAgain();
      viewStore.setState({ frame, playing });
      this.view.release();
      addressStore.setState({ problems, lesson, canGoBack });
      this.isAside = false;
      // The browser went back or forward meanwhile.
      if (location.search !== place) await this.apply(location.search);
    };
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
    if (this.isAside) return;
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

  private state(): string | null {
    const { source, configuration, experiment } = this.experiment.store.getState();
    const sequence = source?.name ?? experiment.sequenceName;
    if (sequence === null) return null;
    const { frame } = viewStore.getState();
    const place = { sequence, frame, isLive: false, isEmbedded: false, run: null, lesson: null };
    const address = formatAddress({ ...place, configuration });
    // The usual columns are listed, too: a run may have others.
    const columns = listsColumns(address) ? '' : `&cols=${formatColumnList(configuration.columns)}`;
    return address + columns + this.view.query(themeStore.getState().theme);
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
