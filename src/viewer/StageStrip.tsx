import { useEffect, useState } from 'react';
import type { ExperimentState } from '../experiment/experimentState.ts';
import type { StageProgress } from '../experiment/stageProgress.ts';
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
  return (
    <li className={styles.stage} data-status={status} data-stage={kind}>
      <p className={styles.text} title={text}>
        {text}
      </p>
      <p className={styles.state}>{stateText(progress, now)}</p>
      <progress
        value={status === 'done' ? 1 : total > 0 ? done / total : 0}
        max={1}
        aria-label={text}
      />
    </li>
  );
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
