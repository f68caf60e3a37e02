import { Trash2 } from 'lucide-react';
import type { KeptCheckpoint } from '../../checkpoint/checkpointStore.ts';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './NetworksDialog.module.css';

interface KeptWeightsProps {
  readonly kept: KeptCheckpoint;
  /** True for the file that its network uses. */
  readonly isUsed: boolean;
}

/** A weights file that is saved in this browser. */
export function KeptWeights({ kept, isUsed }: KeptWeightsProps) {
  const { weights } = useApp();
  const { name, size, sha256, keptAt } = kept;
  return (
    <span className={styles.kept} data-testid="kept-weights">
      <span title={`SHA-256 ${sha256}`}>
        <b>{name}</b> · {formatBytes(size)} · {sha256.slice(0, 8)} ·{' '}
        {new Date(keptAt).toLocaleDateString()}
        {!isUsed && ' · not in use'}
      </span>
      <ConfirmButton
        title={`Delete ${name}?`}
        question={
          <p>
            This deletes the copy in this browser ({formatBytes(size)}). Your own file is not
            affected.
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

/** Decimal units, as on download pages. */
function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${Math.round(bytes / 1e6)} MB`;
}
