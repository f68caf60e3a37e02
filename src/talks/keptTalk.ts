import { createStore } from 'zustand/vanilla';
import { describeError } from '../problem.ts';
import { NEW_TALK, type Talk, type TalkView, withoutView, withView } from './talk.ts';
import type { TalkStore } from './talkStore.ts';

interface KeptTalkState {
  readonly talk: Talk;
  /** What was deleted last, to bring it back; null if nothing can be. */
  readonly undo: { readonly title: string; readonly talk: Talk } | null;
  /** Why the talk could not be kept or read, for the user; null if it is. */
  readonly problem: string | null;
}

/** The talk of this browser. Every change is kept at once. No method rejects. */
export class KeptTalk {
  readonly store = createStore<KeptTalkState>(() => ({
    talk: NEW_TALK,
    undo: null,
    problem: null,
  }));
  private loaded: Promise<void> | null = null;
  /** Writes happen one after the other, so that the last change is what is kept. */
  private writing: Promise<void> = Promise.resolve();

  /** @param onKept called after a change was kept, for other windows */
  constructor(
    private readonly files: Pick<TalkStore, 'get' | 'put'>,
    private readonly onKept: () => void = () => {},
  ) {}

  /** Reads the talk of earlier visits, once. */
  async load(): Promise<void> {
    this.loaded ??= this.reload();
    await this.loaded;
  }

  /** Reads it again, after another window has changed it. */
  async reload(): Promise<void> {
    try {
      const talk = await this.files.get();
      if (talk) this.store.setState({ talk, problem: null });
    } catch (error) {
      this.store.setState({ problem: describeError(error) });
    }
  }

  /** Changes the talk. */
  async change(edit: (talk: Talk) => Talk): Promise<void> {
    await this.load();
    this.store.setState(({ talk }) => ({ talk: edit(talk), undo: null }));
    await this.keep();
  }

  /** Deletes a view, which `undo` brings back. */
  async deleteView({ id, title }: Pick<TalkView, 'id' | 'title'>): Promise<void> {
    const before = this.store.getState().talk;
    await this.change((talk) => withoutView(talk, id));
    this.store.setState({ undo: { title: `“${title}” was deleted.`, talk: before } });
  }

  /** Takes another talk instead; `undo` brings the former one back. */
  async replace(talk: Talk): Promise<void> {
    await this.load();
    const before = this.store.getState().talk;
    await this.change(() => talk);
    if (before.views.length === 0) return;
    this.store.setState({
      undo: { title: `“${talk.title}” replaced “${before.title}”.`, talk: before },
    });
  }

  async undo(): Promise<void> {
    const { undo } = this.store.getState();
    if (undo) await this.change(() => undo.talk);
  }

  /** Adds a view behind the others. */
  async add(view: TalkView): Promise<void> {
    await this.change((talk) => withView(talk, view));
  }

  private keep(): Promise<void> {
    this.writing = this.writing.then(async () => {
      try {
        await this.files.put(this.store.getState().talk);
        this.store.setState({ problem: null });
        this.onKept();
      } catch (error) {
        this.store.setState({ problem: describeError(error) });
      }
    });
    return this.writing;
  }
}
