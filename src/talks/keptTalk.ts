import { createStore } from 'zustand/vanilla';
import { describeError } from '../problem.ts';
import { NEW_TALK, type Talk, type TalkView, withoutView, withView } from './talk.ts';
import type { TalkStore } from './talkStore.ts';

interface KeptTalkState {
  readonly talk: Talk;
  /** Whether the talk of earlier visits was read: before it is, a change would overwrite it unseen. */
  readonly reading: 'not yet' | 'done' | 'failed';
  /** What was deleted last, to bring it back; null if nothing can be. */
  readonly undo: Undo | null;
  /** Why the talk could not be read, changed or kept, for the user; null if it could. */
  readonly problem: string | null;
}

interface Undo {
  /** What `undo` undoes, for the user. */
  readonly title: string;
  /** The talk before that. */
  readonly talk: Talk;
  /** The view that was deleted; null if the whole talk was replaced. */
  readonly deleted: TalkView | null;
}

interface KeptTalkListeners {
  /** Called after a change was kept, for other windows. */
  readonly onKept?: () => void;
  /** Called when a deleted view can no longer be brought back, and the talk is kept without it. */
  readonly onForgotten?: (view: TalkView) => void;
}

/**
 * The talk of this browser. Every change is kept at once. While the kept talk cannot be read, nothing
 * is changed. No method rejects.
 */
export class KeptTalk {
  readonly store = createStore<KeptTalkState>(() => ({
    talk: NEW_TALK,
    reading: 'not yet',
    undo: null,
    problem: null,
  }));
  private loaded: Promise<void> | null = null;
  /** Writes happen one after the other, so that the last change is what is kept. */
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly files: Pick<TalkStore, 'get' | 'put'>,
    private readonly listeners: KeptTalkListeners = {},
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
      this.store.setState({ reading: 'done', problem: null, ...(talk && { talk }) });
    } catch (error) {
      this.store.setState({ reading: 'failed', problem: describeError(error) });
    }
  }

  /** Changes the talk. @returns false if it cannot be read, and is therefore not changed */
  async change(edit: (talk: Talk) => Talk): Promise<boolean> {
    return this.edit((talk) => ({ talk: edit(talk), undo: null }));
  }

  /** Deletes a view, which `undo` brings back. @returns like `change` */
  async deleteView({ id }: Pick<TalkView, 'id'>): Promise<boolean> {
    return this.edit((talk) => {
      const deleted = talk.views.find((view) => view.id === id);
      if (!deleted) return { talk, undo: null };
      const title = `“${deleted.title}” was deleted.`;
      return { talk: withoutView(talk, id), undo: { title, talk, deleted } };
    });
  }

  /** Takes another talk instead; `undo` brings the former one back. @returns like `change` */
  async replace(talk: Talk): Promise<boolean> {
    return this.edit((before) => {
      if (before.views.length === 0) return { talk, undo: null };
      const title = `“${talk.title}” replaced “${before.title}”.`;
      return { talk, undo: { title, talk: before, deleted: null } };
    });
  }

  async undo(): Promise<void> {
    const { undo } = this.store.getState();
    if (undo) await this.change(() => undo.talk);
  }

  /** Adds a view behind the others. @returns like `change` */
  async add(view: TalkView): Promise<boolean> {
    return this.change((talk) => withView(talk, view));
  }

  /** Gives up a kept talk that cannot be read, for an empty one. */
  async startAnew(): Promise<void> {
    this.store.setState({ talk: NEW_TALK, reading: 'done', undo: null });
    await this.keep();
  }

  private async edit(
    change: (talk: Talk) => Pick<KeptTalkState, 'talk' | 'undo'>,
  ): Promise<boolean> {
    await this.load();
    // The storage may answer by now.
    if (this.store.getState().reading === 'failed') await this.reload();
    const { talk, undo, reading, problem } = this.store.getState();
    if (reading === 'failed') {
      const refusal = 'The talk was not changed, so that the kept one is not lost.';
      this.store.setState({ problem: `${refusal} ${problem}` });
      return false;
    }
    this.store.setState(change(talk));
    const isKept = await this.keep();
    const isBack = this.store.getState().talk.views.some(({ id }) => id === undo?.deleted?.id);
    if (isKept && undo?.deleted && !isBack) this.listeners.onForgotten?.(undo.deleted);
    return true;
  }

  /** @returns true if it is kept; else the store has the problem */
  private keep(): Promise<boolean> {
    const kept = this.writing.then(async () => {
      try {
        await this.files.put(this.store.getState().talk);
        this.store.setState({ problem: null });
        this.listeners.onKept?.();
        return true;
      } catch (error) {
        this.store.setState({ problem: describeError(error) });
        return false;
      }
    });
    this.writing = kept;
    return kept;
  }
}
