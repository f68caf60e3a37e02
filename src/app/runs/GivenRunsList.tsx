import { Trash2 } from 'lucide-react';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { count } from '../../messageWords.ts';
import { runOf } from '../../talks/talk.ts';
import { Button } from '../../ui/Button.tsx';
import { useApp } from '../experimentContext.ts';
import { megabytesText } from './megabytesText.ts';
import styles from './RunsDialog.module.css';

/** The run files that came with talks and lessons, or were made for views; nothing if there are none. */
export function GivenRunsList() {
  const { givenRuns, talk: kept } = useApp();
  const { files, problem } = useStore(givenRuns.store);
  const { talk } = useStore(kept.store);
  useEffect(() => void givenRuns.load(), [givenRuns]);
  if (files.length === 0 && problem === null) return null;
  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  const viewsOf = (name: string) => talk.views.filter((view) => runOf(view) === name).length;
  return (
    <section className={styles.given} aria-labelledby="given-runs">
      <h3 id="given-runs">Runs of talks and lessons</h3>
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
      <ul className={styles.list} aria-labelledby="given-runs">
        {files.map(({ name, bytes }) => (
          <li key={name} className={styles.run}>
            <p className={styles.file}>
              <b>{name}</b>
              <span className={styles.note}>
                {megabytesText(bytes)}
                {viewsOf(name) > 0 && ` · shows ${count(viewsOf(name), 'view')} of the talk here`}
              </span>
            </p>
            <Button
              look="icon"
              onClick={() => void givenRuns.remove([name])}
              aria-label={`Delete ${name}`}
            >
              <Trash2 size={16} />
            </Button>
          </li>
        ))}
      </ul>
      <p className={styles.note}>
        {count(files.length, 'run')}, {megabytesText(total)}, until you delete them. Views and
        lessons whose run is deleted are computed when they are shown.
      </p>
    </section>
  );
}
