import { useState } from 'react';
import { formatSize } from '../../sequence/frames.ts';
import { Button } from '../../ui/Button.tsx';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import styles from './NetworksDialog.module.css';
import {
  framesWithin,
  MEMORY_LIMITS,
  storedMemoryLimit,
  storeMemoryLimit,
} from './resultsMemory.ts';

/** Limits the memory of results that are kept, so that going back to them is instant. */
export function ResultsMemory() {
  const { experiment } = useApp();
  const source = useExperimentStore((store) => store.source);
  const [chosen, setChosen] = useState(storedMemoryLimit);
  const choose = (bytes: number) => {
    setChosen(bytes);
    storeMemoryLimit(bytes);
    experiment.limitMemory(bytes);
  };
  return (
    <div className={styles.memory}>
      <h3 className={styles.part}>Memory for earlier results</h3>
      <div className={styles.choices}>
        {MEMORY_LIMITS.map((bytes) => (
          <Button key={bytes} aria-pressed={chosen === bytes} onClick={() => choose(bytes)}>
            {bytes / 2 ** 20} MB
          </Button>
        ))}
      </div>
      <p className={styles.hint}>
        Going back to earlier settings is instant while their results are kept. What is on the
        screen is always kept; the rest goes, oldest first, when all results together exceed this.
        {source &&
          ` That is ${framesWithin(chosen, source.size)} frames of ${formatSize(source.size)} with their masks; a column has ${source.pictureNames.length}, twice if they are enhanced.`}
      </p>
    </div>
  );
}
