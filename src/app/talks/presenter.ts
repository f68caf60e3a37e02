import { createStore } from 'zustand/vanilla';
import type { Experiment } from '../../experiment/experiment.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import type { GivenRuns } from '../../session/givenRuns.ts';
import type { Runs } from '../../session/runs.ts';
import { keepAwake } from '../../talks/keepAwake.ts';
import type { KeptTalk } from '../../talks/keptTalk.ts';
import { afterAction, type Presented } from '../../talks/presented.ts';
import { type PresenterAction, takeKeys } from '../../talks/presenterKeys.ts';
import { runOf, type Talk } from '../../talks/talk.ts';
import type { TalkChannel } from '../../talks/talkChannel.ts';
import { fromRun } from '../../talks/talkRun.ts';
import { viewStore } from '../../viewer/viewState.ts';
import { addressStore } from '../addressSync.ts';
import { notShownText } from './notShownText.ts';

/** Other windows hear of changes of the view so often. */
const SEND_MILLISECONDS = 100;

interface PresenterState {
  /** What is presented here; null while the page is as usual. */
  readonly presented: Presented | null;
  /** True until a view is on the screen, whose run may have to be read. */
  readonly isOpening: boolean;
  /** True while the list of views is open. */
  readonly isListOpen: boolean;
}

/** The parts of the app that a presentation is connected with. */
export interface PresenterParts {
  readonly experiment: Experiment;
  readonly runs: Pick<Runs, 'store'>;
  readonly kept: KeptTalk;
  readonly given: GivenRuns;
  readonly channel: TalkChannel;
}

/**
 * Presents the talk on this page: one view after the other, on the full screen. What was on the page
 * before is put aside, and comes back at the end. No method rejects.
 */
export class Presenter {
  readonly store = createStore<PresenterState>(() => ({
    presented: null,
    isOpening: false,
    isListOpen: false,
  }));
  /** Undoes what was set up for the presentation, in any order. */
  private endings: (() => void)[] = [];
  /** Shows again what was put aside; null while nothing is. */
  private comeBack: (() => Promise<void>) | null = null;
  /** Until the page is as it was before the last presentation. */
  private returned: Promise<void> = Promise.resolve();
  /** Views that are being shown: until then, the screen does not say what it will be. */
  private opening = 0;
  /** Rises with every view that is shown: what came of an earlier one no longer matters. */
  private turn = 0;
  private sending: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly parts: PresenterParts) {}

  /** Loads the talk of earlier visits, and hears from other windows from then on. */
  async connect(): Promise<void> {
    const { kept, given, channel } = this.parts;
    channel.listen(({ kind }) => {
      if (kind === 'talk') void kept.reload();
    });
    await kept.load();
    await given.load();
  }

  openList(isListOpen: boolean): void {
    this.store.setState({ isListOpen });
  }

  /** Takes a talk from a file, with the runs that came with it, and lists its views. */
  async open(talk: Talk, runs: readonly NamedFile[]): Promise<void> {
    await this.parts.given.add(runs);
    await this.parts.kept.replace(talk);
    this.openList(true);
  }

  /**
   * Presents the talk from a view on. Call it when the user presses a button or a key: else the browser
   * does not give the full screen, and the window is used.
   *
   * @param position index of the view
   */
  async start(position = 0): Promise<void> {
    const { talk } = this.parts.kept.store.getState();
    if (this.store.getState().presented || talk.views.length === 0) return;
    const presented = { talk, position, isBlack: false, problem: null, startedAt: Date.now() };
    this.store.setState({ presented, isOpening: true, isListOpen: false });
    this.endings = [
      takeFullScreen(() => this.end()),
      takeKeys({ onAction: (action) => this.act(action) }),
      keepAwake(),
      this.lead(),
    ];
    await this.returned;
    await untilRead(this.parts.experiment);
    // Ended before it began.
    if (this.store.getState().presented?.startedAt !== presented.startedAt) return;
    this.comeBack = addressStore.getState().setAside();
    await this.showView();
  }

  /** Does what a key says. */
  act(action: PresenterAction): void {
    const { presented } = this.store.getState();
    if (!presented) return;
    if (action === 'end') {
      this.end();
      return;
    }
    if (action === 'play' && !presented.isBlack) {
      viewStore.setState(({ playing }) => ({ playing: !playing }));
      return;
    }
    const next = afterAction(presented, action);
    if (next === presented) return;
    if (next.isBlack) viewStore.setState({ playing: false });
    this.store.setState({ presented: next });
    this.sendPresented();
    if (next.position !== presented.position) void this.showView();
  }

  /** Ends the presentation: the page is as it was before. */
  end(): void {
    if (!this.store.getState().presented) return;
    this.store.setState({ presented: null, isListOpen: true });
    for (const undo of this.endings) undo();
    this.endings = [];
    const { comeBack } = this;
    this.comeBack = null;
    if (comeBack) this.returned = comeBack();
  }

  private async showView(): Promise<void> {
    const { presented } = this.store.getState();
    const view = presented?.talk.views[presented.position];
    // Before it begins, and after its end, the screen is not that of the presentation.
    if (!view || !this.comeBack) return;
    const turn = ++this.turn;
    this.opening += 1;
    this.store.setState({ isOpening: true });
    try {
      viewStore.setState({ playing: false });
      this.parts.channel.send({
        kind: 'shown',
        shown: { address: view.address, isPlaying: false },
      });
      const isShown = await addressStore.getState().show(view.address);
      if (turn === this.turn && !isShown) this.report(notShownText(view.address, this.parts));
    } finally {
      this.opening -= 1;
      this.store.setState({ isOpening: this.opening > 0 });
    }
  }

  /** Says why the view is not on the screen, here and in the speaker's window. */
  private report(problem: string): void {
    const { presented } = this.store.getState();
    if (!presented) return;
    this.store.setState({ presented: { ...presented, problem } });
    this.sendPresented();
  }

  /** Tells other windows what is presented, and hears what they want. @returns stops it */
  private lead(): () => void {
    const { channel } = this.parts;
    const stopListening = channel.listen((message) => {
      if (message.kind === 'action') this.act(message.action);
      if (message.kind !== 'hello') return;
      this.sendPresented();
      this.sendShown();
    });
    const stopWatching = viewStore.subscribe((view, before) => {
      // What is played is played there, too.
      if (view.playing && before.playing) return;
      this.sending ??= setTimeout(() => this.sendShown(), SEND_MILLISECONDS);
    });
    const onLeave = () => channel.send({ kind: 'ended' });
    addEventListener('pagehide', onLeave);
    this.sendPresented();
    return () => {
      stopListening();
      stopWatching();
      removeEventListener('pagehide', onLeave);
      clearTimeout(this.sending);
      this.sending = undefined;
      channel.send({ kind: 'ended' });
    };
  }

  private sendPresented(): void {
    const { presented } = this.store.getState();
    if (presented) this.parts.channel.send({ kind: 'presented', presented });
  }

  /** Sends what is on the screen, with what was changed of the view since it was opened. */
  private sendShown(): void {
    clearTimeout(this.sending);
    this.sending = undefined;
    const { presented } = this.store.getState();
    const view = presented?.talk.views[presented.position];
    if (!view) return;
    // Else the columns are still those of the former view.
    const isThere = this.opening === 0 && presented?.problem === null && this.comeBack;
    const state = isThere ? addressStore.getState().state() : null;
    const run = runOf(view);
    const seen = state && run !== null ? fromRun(state, run) : state;
    const shown = { address: seen ?? view.address, isPlaying: viewStore.getState().playing };
    this.parts.channel.send({ kind: 'shown', shown });
  }
}

/**
 * Takes the full screen.
 *
 * @param onLeft called when the browser gives it back, e.g. because Escape was pressed
 * @returns gives it back
 */
function takeFullScreen(onLeft: () => void): () => void {
  let hasIt = false;
  const onChange = () => {
    if (document.fullscreenElement === document.documentElement) hasIt = true;
    else if (hasIt) onLeft();
  };
  document.addEventListener('fullscreenchange', onChange);
  // Refused, e.g. on phones: the presentation fills the window.
  document.documentElement.requestFullscreen?.().catch(() => {});
  return () => {
    document.removeEventListener('fullscreenchange', onChange);
    if (document.fullscreenElement) document.exitFullscreen().catch(() => {});
  };
}

/** Resolves when no recording is being read: it would not be read to its end after it is put aside. */
function untilRead({ store }: Experiment): Promise<void> {
  const isRead = () => {
    const { recording, columns } = store.getState().experiment;
    return recording === null || columns.every((each) => !each.recorded || each.complete);
  };
  if (isRead()) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = store.subscribe(() => {
      if (!isRead()) return;
      stop();
      resolve();
    });
  });
}
