import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './UpdateNotice.module.css';

/** Says that a new version is ready. It waits: the page never reloads by itself. */
export function UpdateNotice() {
  const { offline } = useApp();
  const hasUpdate = useStore(offline.store, (state) => state.hasUpdate);
  const isSwitching = useStore(offline.store, (state) => state.isSwitching);
  if (!hasUpdate) return null;
  if (isSwitching) {
    return (
      <p role="status" className={styles.notice}>
        Switching to the new version…
      </p>
    );
  }
  return (
    <p role="status" className={styles.notice}>
      A new version of Maskscope is ready. Reload to use it; kept runs and saved results stay.
      <Button onClick={() => offline.update()}>Reload</Button>
    </p>
  );
}
