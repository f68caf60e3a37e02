import { ChevronLeft, ChevronRight, Moon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { Button } from '../ui/Button.tsx';
import { ScrollArea } from '../ui/ScrollArea.tsx';
import { useTheme } from '../ui/theme.ts';
import { clockText, elapsedText } from './clockTexts.ts';
import { KeptTalk } from './keptTalk.ts';
import { type Presented, positionText } from './presented.ts';
import { type PresenterAction, takeKeys } from './presenterKeys.ts';
import styles from './SpeakerWindow.module.css';
import type { TalkView } from './talk.ts';
import { TalkChannel } from './talkChannel.ts';
import { TalkStore } from './talkStore.ts';

const CLOCK_MILLISECONDS = 500;

/**
 * The speaker's window: notes, this view and the next, a clock. It follows the window that presents,
 * and leads it with the same keys. It starts no workers.
 */
export function SpeakerWindow() {
  // The theme of the page, which is not chosen here.
  useTheme();
  const [channel] = useState(() => new TalkChannel());
  const presented = usePresented(channel);
  const kept = useKeptTalk(channel);
  const isPresented = presented !== null;
  const send = (action: PresenterAction) => channel.send({ kind: 'action', action });
  useEffect(() => {
    if (!isPresented) return;
    return takeKeys({
      onAction: (action) => channel.send({ kind: 'action', action }),
      isForControl: ({ target, key }) =>
        target instanceof HTMLButtonElement && (key === 'Enter' || key === ' '),
    });
  }, [isPresented, channel]);
  const talk = presented?.talk ?? kept.talk;
  useEffect(() => {
    document.title = `Speaker: ${talk.title}`;
  }, [talk.title]);
  const position = presented?.position ?? 0;
  const view = talk.views[position];
  return (
    <main className={styles.page}>
      <header className={styles.header}>
        <h1>{talk.title}</h1>
        <p>{presented ? positionText(presented) : ''}</p>
        <Clock startedAt={presented?.startedAt ?? null} />
      </header>
      {!presented && (
        <p className={styles.hint} role="status">
          {kept.problem ??
            (talk.views.length === 0
              ? 'There are no views yet. Collect them under Talk in the window of Maskscope.'
              : 'Nothing is presented yet. Press Present in the window of Maskscope.')}
        </p>
      )}
      <div className={styles.views}>
        <SeenView
          title="Now"
          view={view}
          note={presented?.isBlack ? 'The screen is black.' : null}
          problem={presented?.problem ?? null}
          isLarge
        />
        <SeenView title="Next" view={talk.views[position + 1]} note={null} />
      </div>
      <div className={styles.notes}>
        <ScrollArea label="Notes">
          {view?.notes || <span className={styles.none}>No notes.</span>}
        </ScrollArea>
      </div>
      <footer className={styles.buttons}>
        <Button disabled={!isPresented} onClick={() => send('previous')}>
          <ChevronLeft size={20} aria-hidden /> Previous
        </Button>
        <Button look="primary" disabled={!isPresented} onClick={() => send('next')}>
          Next <ChevronRight size={20} aria-hidden />
        </Button>
        <Button
          disabled={!isPresented}
          aria-pressed={presented?.isBlack ?? false}
          onClick={() => send('black')}
        >
          <Moon size={18} aria-hidden /> Black
        </Button>
      </footer>
    </main>
  );
}

interface SeenViewProps {
  readonly title: string;
  readonly view: TalkView | undefined;
  readonly note: string | null;
  /** Why it is not on the screen; null if it is. */
  readonly problem?: string | null;
  readonly isLarge?: boolean;
}

function SeenView({ title, view, note, problem = null, isLarge = false }: SeenViewProps) {
  return (
    <section className={styles.view} data-large={isLarge || undefined} aria-label={title}>
      <h2>
        <span>{title}</span> {view?.title ?? (isLarge ? '' : 'the end')}
      </h2>
      {note && <p>{note}</p>}
      {problem && <p role="alert">{problem}</p>}
      {view?.picture && <img src={view.picture} alt="" />}
    </section>
  );
}

/** The time of day, and since the presentation began. */
function Clock({ startedAt }: { readonly startedAt: number | null }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), CLOCK_MILLISECONDS);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className={styles.clock}>
      <time>{clockText(now)}</time>
      {startedAt !== null && (
        <time title="Since the presentation began">{elapsedText(now - startedAt)}</time>
      )}
    </p>
  );
}

/** What is presented in another window; null if nothing is. */
function usePresented(channel: TalkChannel): Presented | null {
  const [presented, setPresented] = useState<Presented | null>(null);
  useEffect(() => {
    const stop = channel.listen((message) => {
      if (message.kind === 'presented') setPresented(message.presented);
      else if (message.kind === 'ended') setPresented(null);
    });
    channel.send({ kind: 'hello' });
    return stop;
  }, [channel]);
  return presented;
}

/** The talk that is kept in this browser, for while nothing is presented. */
function useKeptTalk(channel: TalkChannel) {
  const [kept] = useState(() => new KeptTalk(new TalkStore()));
  useEffect(() => {
    void kept.load();
    return channel.listen(({ kind }) => {
      if (kind === 'talk') void kept.reload();
    });
  }, [kept, channel]);
  return useStore(kept.store);
}
