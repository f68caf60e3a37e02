import { Play, Square } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { CRF_RANGE } from '../../codec/x265.ts';
import { Button } from '../../ui/Button.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './Panels.module.css';

const DEFAULT_CRFS = '37, 42, 45, 48';

/** Starts and stops a sweep, which computes points in the background, and shows its progress. */
export function SweepForm() {
  const { experiment, library, sweep } = useApp();
  const source = useExperimentStore((store) => store.source);
  const { sequences } = useStore(library.store);
  const { status, points, progress } = useStore(sweep.store);
  const [text, setText] = useState(DEFAULT_CRFS);
  const [all, setAll] = useState(false);
  const crfs = parseCrfs(text);
  const siblings = sequences.filter(({ origin }) => origin === source?.origin);
  const sources = all ? siblings : source ? [source] : [];
  const running = status === 'running';
  const done = points.filter((point) => ['done', 'kept'].includes(point.status)).length;
  const current = points.find((point) => point.status === 'running');
  const failed = points.filter((point) => point.status === 'failed');
  const start = () => {
    if (!crfs) return;
    const { configuration } = experiment.store.getState();
    void sweep.start({ sources, crfs, configuration });
  };
  return (
    <section className={styles.panel} aria-label="Sweep">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!running) start();
        }}
      >
        <label className={styles.field}>
          CRFs
          <input
            value={text}
            aria-invalid={crfs === null}
            onChange={(event) => setText(event.target.value)}
          />
        </label>
        {siblings.length > 1 && (
          <label className={styles.check}>
            <input
              type="checkbox"
              checked={all}
              onChange={(event) => setAll(event.target.checked)}
            />
            all {siblings.length} sequences from the same source
          </label>
        )}
        {running ? (
          <Button onClick={() => sweep.stop()}>
            <Square size={14} aria-hidden /> Stop
          </Button>
        ) : (
          <Button type="submit" look="primary" disabled={!crfs || sources.length === 0}>
            <Play size={14} aria-hidden /> Sweep
          </Button>
        )}
        <p className={styles.note} role="status">
          {points.length === 0
            ? 'Computes missing points in the background and reuses saved results.'
            : `${done} of ${points.length} points${status === 'stopped' ? ', stopped' : ''}`}
          {current &&
            ` · ${current.sequence} at CRF ${current.crf}: ${progress.done} of ${progress.total} frames`}
        </p>
      </form>
      {crfs === null && (
        <p className={styles.error}>
          Enter whole numbers from {CRF_RANGE.min} to {CRF_RANGE.max}, separated by commas.
        </p>
      )}
      {failed.map(({ sequence, crf, problem }) => (
        <p key={`${sequence} ${crf}`} role="alert" className={styles.error}>
          {sequence} at CRF {crf}: {problem}
        </p>
      ))}
    </section>
  );
}

/** Parses CRFs such as `37, 42`, ascending; null if one is invalid. */
function parseCrfs(text: string): number[] | null {
  const parts = text.split(/[\s,;]+/).filter(Boolean);
  const crfs = parts.map(Number);
  const valid = crfs.every(
    (crf) => Number.isInteger(crf) && crf >= CRF_RANGE.min && crf <= CRF_RANGE.max,
  );
  return valid && crfs.length > 0 ? [...new Set(crfs)].sort((a, b) => a - b) : null;
}
