import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './NetworksDialog.module.css';

/** Progress of saving a weights file, or why that failed. */
export function WeightsProgress() {
  const { weights } = useApp();
  const { keeping, problem } = useStore(weights.store);
  if (keeping) {
    return (
      <div className={styles.keeping}>
        <label>
          Saving {keeping.name} in this browser
          <progress value={keeping.done} />
        </label>
        <Button onClick={() => weights.cancel()}>Cancel</Button>
      </div>
    );
  }
  return (
    problem && (
      <p role="alert" className={styles.refused}>
        {problem}
      </p>
    )
  );
}
