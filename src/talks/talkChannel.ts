import type { Presented } from './presented.ts';
import type { PresenterAction } from './presenterKeys.ts';

/** What is on the screen of the window that leads. */
export interface Shown {
  /** The state, as the search part of an address. */
  readonly address: string;
  readonly isPlaying: boolean;
}

/** What the windows of a presentation, all of this browser, tell each other. */
export type TalkMessage =
  /** From a window that wants to know what is presented. */
  | { readonly kind: 'hello' }
  /** From the window that leads. */
  | { readonly kind: 'presented'; readonly presented: Presented }
  | { readonly kind: 'shown'; readonly shown: Shown }
  | { readonly kind: 'ended' }
  /** To the window that leads. */
  | { readonly kind: 'action'; readonly action: PresenterAction }
  /** The talk that is kept in this browser was changed. */
  | { readonly kind: 'talk' };

const CHANNEL = 'maskscope-talk-1';

/** The line between the windows of a presentation. A window does not hear itself. */
export class TalkChannel {
  private opened: BroadcastChannel | null = null;

  send(message: TalkMessage): void {
    this.channel.postMessage(message);
  }

  /** @returns stops listening */
  listen(onMessage: (message: TalkMessage) => void): () => void {
    const listener = ({ data }: MessageEvent<TalkMessage>) => onMessage(data);
    this.channel.addEventListener('message', listener);
    return () => this.channel.removeEventListener('message', listener);
  }

  /** Opened with its first use. */
  private get channel(): BroadcastChannel {
    this.opened ??= new BroadcastChannel(CHANNEL);
    return this.opened;
  }
}
