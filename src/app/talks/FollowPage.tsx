import { Expand } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { keepAwake } from '../../talks/keepAwake.ts';
import type { Presented } from '../../talks/presented.ts';
import { takeKeys } from '../../talks/presenterKeys.ts';
import { runOf } from '../../talks/talk.ts';
import type { Shown } from '../../talks/talkChannel.ts';
import { Button } from '../../ui/Button.tsx';
import { viewStore } from '../../viewer/viewState.ts';
import { addressStore } from '../addressSync.ts';
import { useApp } from '../experimentContext.ts';
import styles from './FollowPage.module.css';
import { notShownText } from './notShownText.ts';
import { Presentation } from './Presentation.tsx';

interface FollowPageProps {
  readonly columns: readonly ColumnState[];
  readonly experiment: ExperimentState;
}

/**
 * The window for the audience: shows what another window of this browser presents. Keys pressed here
 * act there.
 */
export function FollowPage({ columns, experiment }: FollowPageProps) {
  const { talkChannel } = useApp();
  const { presented, isOpening, problem } = usePresentedElsewhere();
  const isPresented = presented !== null;
  useEffect(() => {
    if (!isPresented) return;
    const stopKeys = takeKeys({
      // The browser leaves the full screen of this window; the presentation goes on.
      onAction: (action) => action !== 'end' && talkChannel.send({ kind: 'action', action }),
    });
    const sleep = keepAwake();
    return () => {
      stopKeys();
      sleep();
    };
  }, [isPresented, talkChannel]);
  if (presented) {
    return (
      <Presentation
        presented={presented}
        isOpening={isOpening}
        problem={problem}
        columns={columns}
        experiment={experiment}
        onAction={(action) => talkChannel.send({ kind: 'action', action })}
      />
    );
  }
  return (
    <main className={styles.waiting}>
      <h1>Maskscope</h1>
      <p>This window shows what is presented. Press Present in the other window.</p>
      {document.fullscreenEnabled && (
        <Button
          look="primary"
          onClick={() => void document.documentElement.requestFullscreen().catch(() => {})}
        >
          <Expand size={16} aria-hidden /> Full screen
        </Button>
      )}
    </main>
  );
}

/** What another window presents, which is shown here too. */
function usePresentedElsewhere(): {
  /** Null if nothing is presented. */
  readonly presented: Presented | null;
  readonly isOpening: boolean;
  /** Why it cannot be shown here, for the user: folders are open in one window only. Null if it can. */
  readonly problem: string | null;
} {
  const { talkChannel, experiment, runs } = useApp();
  const [presented, setPresented] = useState<Presented | null>(null);
  const [opening, setOpening] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let latest: string | null = null;
    let reading: { readonly run: string | null; readonly done: Promise<boolean> } | null = null;
    const open = async (address: string) => {
      const run = runOf({ address });
      // One run is not read twice at a time.
      if (reading?.run === run) await reading.done;
      if (address !== latest) return true;
      reading = { run, done: addressStore.getState().show(address) };
      return await reading.done;
    };
    const show = async ({ address, isPlaying }: Shown) => {
      const isOther = address !== latest;
      latest = address;
      viewStore.setState({ playing: isPlaying });
      if (!isOther) return;
      setProblem(null);
      setOpening((before) => before + 1);
      const isShown = await open(address);
      if (address === latest && !isShown) setProblem(notShownText(address, { experiment, runs }));
      setOpening((before) => before - 1);
    };
    const stop = talkChannel.listen((message) => {
      if (message.kind === 'presented') setPresented(message.presented);
      else if (message.kind === 'shown') void show(message.shown);
      else if (message.kind === 'ended') setPresented(null);
    });
    talkChannel.send({ kind: 'hello' });
    return stop;
  }, [talkChannel, experiment, runs]);
  return { presented, isOpening: opening > 0, problem };
}
