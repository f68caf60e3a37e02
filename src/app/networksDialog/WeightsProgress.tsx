import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './NetworksDialog.module.css';

/** How far a file of weights is on its way into this browser, or why it was not taken. */
export function WeightsProgress() {
  const { weights } = useApp();
  const { keeping, problem } = useStore(weights.store);
  if (keeping) {
    return (
      <div className={styles.keeping}>
        <label>
          Keeping {keeping.name} in this browser
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
