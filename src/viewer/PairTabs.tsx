import { useEffect, useRef } from 'react';
import type { ColumnPair } from './columnPairs.ts';
import styles from './PairTabs.module.css';

interface PairTabsProps {
  /** The names of the columns of each pair. */
  readonly pairs: readonly ColumnPair<string>[];
  /** The place of the pair in view. */
  readonly inView: number;
  readonly onChoose: (place: number) => void;
}

/** Which columns are in view on a phone, and which others there are: a button for each pair. */
export function PairTabs({ pairs, inView, onChoose }: PairTabsProps) {
  const row = useRef<HTMLFieldSetElement>(null);
  // Many pairs are wider than the bar.
  useEffect(() => {
    const tab = row.current?.querySelectorAll('button')[inView];
    tab?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [inView]);
  return (
    <fieldset ref={row} className={styles.tabs} aria-label="Columns in view">
      {pairs.map((names, place) => (
        <button
          key={names.join(' ')}
          type="button"
          aria-pressed={place === inView}
          aria-label={names.join(' and ')}
          onClick={() => onChoose(place)}
        >
          {names.map((name) => (
            <span key={name}>{name}</span>
          ))}
        </button>
      ))}
    </fieldset>
  );
}
