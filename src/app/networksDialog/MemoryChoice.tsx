import { Button } from '../../ui/Button.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './NetworksDialog.module.css';

const CHOICES = [null, 16, 8, 4, 2] as const;

/** How many frames STCN and R50-AOTL remember: fewer take less memory and time. */
export function MemoryChoice() {
  const { experiment } = useApp();
  const network = useExperimentStore((store) => store.configuration.network);
  const chosen = useExperimentStore((store) => store.configuration.memoryFrames);
  const most = useExperimentStore((store) => store.experiment.provider?.memoryFrames ?? null);
  if (network !== 'stcn' && network !== 'aot') return null;
  return (
    <div className={styles.memory}>
      <h3 className={styles.part}>Frames that it remembers</h3>
      <div className={styles.choices}>
        {CHOICES.map((memoryFrames) => (
          <Button
            key={memoryFrames}
            aria-pressed={chosen === memoryFrames}
            onClick={() => void experiment.configure({ memoryFrames })}
          >
            {memoryFrames === null ? 'All, as its authors' : memoryFrames}
          </Button>
        ))}
      </div>
      <p className={styles.hint}>
        The first frame and every fifth. Fewer take less memory and time; the first one always
        stays.
        {chosen === null && most !== null && ` Here ${most} fit; then the oldest make room.`}
      </p>
    </div>
  );
}
