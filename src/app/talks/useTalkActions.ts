import { useState } from 'react';
import { saveFile } from '../../files/saveFile.ts';
import { listNames } from '../../messageWords.ts';
import { describeError } from '../../problem.ts';
import { newView, type TalkView, withChange } from '../../talks/talk.ts';
import { bundleTalk } from '../../talks/talkBundle.ts';
import { formatTalk, talkFileName } from '../../talks/talkFile.ts';
import { useApp } from '../experimentContext.ts';
import { collectView } from './collectView.ts';
import { completeTalk } from './talkRuns.ts';

/** What takes a moment in the list of views, one at a time. */
export function useTalkActions() {
  const app = useApp();
  const { talk: kept } = app;
  const [busy, setBusy] = useState<'collecting' | 'saving' | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [note, setNote] = useState('');
  const run = async (what: NonNullable<typeof busy>, work: () => Promise<string>) => {
    setBusy(what);
    setProblem(null);
    setNote('');
    try {
      setNote(await work());
    } catch (error) {
      setProblem(describeError(error));
    } finally {
      setBusy(null);
    }
  };
  return {
    busy,
    /** Why the last action failed, for the user; null if it did not. */
    problem,
    /** What came of the last action, for the user; empty if `KeptTalk` refused it. */
    note,
    /** Adds what is on the page as a view. */
    collect: () =>
      run('collecting', async () => {
        const view = newView({ ...(await collectView(app)), notes: '' });
        return (await kept.add(view)) ? `“${view.title}” was added.` : '';
      }),
    /** Replaces the state of a view by what is on the page. */
    update: ({ id, title }: TalkView) =>
      run('collecting', async () => {
        const { address, picture } = await collectView(app);
        const isDone = await kept.change((talk) => withChange(talk, id, { address, picture }));
        return isDone ? `“${title}” was updated.` : '';
      }),
    save: (how: 'alone' | 'with runs') =>
      run('saving', async () => {
        const { talk } = kept.store.getState();
        if (how === 'alone') {
          const data = new Blob([formatTalk(talk)], { type: 'application/json' });
          saveFile(data, talkFileName(talk));
          return '';
        }
        const { talk: complete, runs, missing } = await completeTalk(talk, app);
        const { name, data } = await bundleTalk(complete, runs);
        saveFile(data, name);
        if (missing.length === 0) return '';
        return `${name} does not have the runs of ${listNames(missing)}: these views are computed when they are shown.`;
      }),
  };
}
