import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { ExperimentState } from '../experiment/experimentState.ts';
import type { StageKind, StageProgress } from '../experiment/stageProgress.ts';
import { type Download, downloadStore } from '../workers/downloads.ts';
import { formatSeconds } from './format.ts';
import styles from './StageStrip.module.css';

/** Progress and time of each kind of stage. */
export function StageStrip({ experiment }: { readonly experiment: ExperimentState }) {
  const now = useNow(experiment.status === 'running');
  return (
    <ol className={styles.strip} aria-label="Progress">
      {experiment.stages.map((progress) => (
        <StageItem key={progress.kind} progress={progress} now={now} />
      ))}
    </ol>
  );
}

interface StageItemProps {
  readonly progress: StageProgress;
  readonly now: number;
}

function StageItem({ progress, now }: StageItemProps) {
  const { kind, text, status, done, total } = progress;
  const downloads = useStore(downloadStore);
  // A stage that has begun may still wait for the program that it runs.
  const isLoading = status === 'running' && done === 0;
  const download = (isLoading && downloads[WORKERS[kind] ?? '']) || null;
  const share = download?.total ? download.loaded / download.total : total > 0 ? done / total : 0;
  return (
    <li className={styles.stage} data-status={status} data-stage={kind}>
      <p className={styles.text} title={text}>
        {text}
      </p>
      <p className={styles.state}>{download ? downloadText(download) : stateText(progress, now)}</p>
      <progress value={status === 'done' ? 1 : share} max={1} aria-label={text} />
    </li>
  );
}

/** The workers of stages that load a program or networks before their first frame. */
const WORKERS: Readonly<Partial<Record<StageKind, string>>> = {
  read: 'codec',
  'find-crf': 'codec',
  encode: 'codec',
  decode: 'codec',
  import: 'codec',
  networks: 'networks',
};

/** Megabytes, e.g. `3.2 of 33 MB`. */
function downloadText({ loaded, total }: Download): string {
  const text = (bytes: number) => (bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0);
  return total === null ? `${text(loaded)} MB` : `${text(loaded)} of ${text(total)} MB`;
}

function stateText({ status, done, total, startedAt, endedAt }: StageProgress, now: number) {
  if (status === 'waiting' || startedAt === null) return '';
  const elapsed = ((endedAt ?? Math.max(now, startedAt)) - startedAt) / 1000;
  if (status === 'done') return formatSeconds(elapsed);
  if (status === 'failed') return status;
  if (status === 'stopped') return total > 1 ? `${done}/${total}, stopped` : 'stopped';
  const count = total > 1 ? `${done}/${total}` : '…';
  if (done === 0 || total <= 1) return count;
  return `${count} · ${remaining((elapsed / done) * (total - done))} left`;
}

/** An estimate, which is not precise to fractions. */
function remaining(seconds: number): string {
  return seconds < 60 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** The time in milliseconds, updated four times per second while `running`. */
function useNow(running: boolean): number {
  const [now, setNow] = useState(() => performance.now());
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(performance.now()), 250);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}
