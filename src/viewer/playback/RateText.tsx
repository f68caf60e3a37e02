import { useStore } from 'zustand';
import { viewStore } from '../viewState.ts';
import { formatRate, reachedText } from './pace.ts';
import { playbackRateStore } from './playbackRate.ts';
import styles from './RateText.module.css';

interface RateTextProps {
  /** Of the sequence, frames per second. */
  readonly frameRate: number;
}

/** The rate at which frames are played and, while they are, the rate that is reached. */
export function RateText({ frameRate }: RateTextProps) {
  const speed = useStore(viewStore, (view) => view.speed);
  const { reached, wanted } = useStore(playbackRateStore);
  const text =
    reached !== null && wanted !== null
      ? reachedText(reached, wanted)
      : `${formatRate(frameRate * speed)} frames a second`;
  return (
    <p
      className={styles.rate}
      title="No frame is left out: a slow page plays slower"
      data-testid="rate"
    >
      {text}
    </p>
  );
}
