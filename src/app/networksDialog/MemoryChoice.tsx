import { networksOf } from '../../experiment/configuration.ts';
import { Button } from '../../ui/Button.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './NetworksDialog.module.css';

const CHOICES = [null, 16, 8, 4, 2] as const;

/** Limits the memory frames of STCN and R50-AOTL, to save memory and time. */
export function MemoryChoice() {
  const { experiment } = useApp();
  const networks = networksOf(useExperimentStore((store) => store.configuration.columns));
  const chosen = useExperimentStore((store) => store.configuration.memoryFrames);
  const most = useExperimentStore((store) => store.experiment.provider?.memoryFrames ?? null);
  if (!networks.includes('stcn') && !networks.includes('aot')) return null;
  return (
    <div className={styles.memory}>
      <h3 className={styles.part}>Memory frames</h3>
      <div className={styles.choices}>
        {CHOICES.map((memoryFrames) => (
          <Button
            key={memoryFrames}
            aria-pressed={chosen === memoryFrames}
            onClick={() => void experiment.configure({ memoryFrames })}
          >
            {memoryFrames === null ? 'All, as published' : memoryFrames}
          </Button>
        ))}
      </div>
      <p className={styles.hint}>
        The network stores the first frame and every fifth. Fewer frames take less memory and time;
        the first is always kept.
        {chosen === null &&
          most !== null &&
          ` On this machine ${most} fit; after that, the oldest are dropped.`}
      </p>
    </div>
  );
}
