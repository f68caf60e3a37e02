import { useEffect, useState } from 'react';
import {
  type ExperimentState,
  STAGES,
  type Stage,
  type StageProgress,
} from '../experiment/experimentState.ts';
import { formatSeconds } from './format.ts';
import styles from './StageStrip.module.css';

const STAGE_TEXT: Readonly<Record<Stage, string>> = {
  read: 'Read',
  networks: 'Load networks',
  encode: 'x265 encode',
  decode: 'Decode',
  import: 'Import',
  original: 'VOS original',
  x265: 'VOS x265',
  masks: 'Encode masks',
  ours: 'Ours',
  imported: 'VOS imported',
};

/** Progress and time of each stage. */
export function StageStrip({ experiment }: { readonly experiment: ExperimentState }) {
  const now = useNow(experiment.status === 'running');
  return (
    <ol className={styles.strip} aria-label="Progress">
      {STAGES.filter((stage) => isShown(stage, experiment)).map((stage) => (
        <StageItem key={stage} stage={stage} progress={experiment.stages[stage]} now={now} />
      ))}
    </ol>
  );
}

/** Stages of imports and coded masks are shown only if the experiment has them. */
function isShown(stage: Stage, { stages }: ExperimentState): boolean {
  if (stage === 'masks') return stages.masks.status !== 'skipped';
  const isOfImport = stage === 'import' || stage === 'imported';
  return !isOfImport || !['waiting', 'skipped'].includes(stages.import.status);
}

interface StageItemProps {
  readonly stage: Stage;
  readonly progress: StageProgress;
  readonly now: number;
}

function StageItem({ stage, progress, now }: StageItemProps) {
  const { status, done, total } = progress;
  return (
    <li className={styles.stage} data-status={status} data-stage={stage}>
      <p>
        <span>{STAGE_TEXT[stage]}</span>
        <span className={styles.state}>{stateText(progress, now)}</span>
      </p>
      <progress
        value={status === 'done' ? 1 : total > 0 ? done / total : 0}
        max={1}
        aria-label={STAGE_TEXT[stage]}
      />
    </li>
  );
}

function stateText({ status, done, total, startedAt, endedAt }: StageProgress, now: number) {
  if (status === 'waiting' || startedAt === null) return status === 'skipped' ? 'skipped' : '';
  const elapsed = ((endedAt ?? Math.max(now, startedAt)) - startedAt) / 1000;
  if (status === 'done') return formatSeconds(elapsed);
  if (status === 'failed' || status === 'skipped') return status;
  if (status === 'stopped') return total > 1 ? `${done}/${total}, stopped` : 'stopped';
  const count = total > 1 ? `${done}/${total}` : '…';
  if (done === 0 || total <= 1) return count;
  return `${count} · ${formatSeconds((elapsed / done) * (total - done))} left`;
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
