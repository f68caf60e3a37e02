import { Trash2 } from 'lucide-react';
import type { KeptCheckpoint } from '../../checkpoint/checkpointStore.ts';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './NetworksDialog.module.css';

interface KeptWeightsProps {
  readonly kept: KeptCheckpoint;
  /** Whether it is the one that runs. */
  readonly isUsed: boolean;
}

/** A file of weights that this browser keeps. */
export function KeptWeights({ kept, isUsed }: KeptWeightsProps) {
  const { weights } = useApp();
  const { name, size, sha256, keptAt } = kept;
  return (
    <span className={styles.kept} data-testid="kept-weights">
      <span title={`SHA-256 ${sha256}`}>
        <b>{name}</b> · {formatBytes(size)} · {sha256.slice(0, 8)} ·{' '}
        {new Date(keptAt).toLocaleDateString()}
        {!isUsed && ' · an earlier one'}
      </span>
      <ConfirmButton
        title={`Delete ${name}?`}
        question={
          <p>
            This browser forgets its copy of {formatBytes(size)}; the file that you chose stays
            where it is.
          </p>
        }
        confirm="Delete"
        onConfirm={() => void weights.delete(kept)}
      >
        <Trash2 size={16} aria-label={`Delete ${name}`} />
      </ConfirmButton>
    </span>
  );
}

/** Megabytes as shops and download pages count them. */
function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${Math.round(bytes / 1e6)} MB`;
}
