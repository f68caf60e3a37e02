import { useStore } from 'zustand';
import { reachedText } from './playback/pace.ts';
import { playbackRateStore } from './playback/playbackRate.ts';

/** Rates that differ by less look the same. */
const NEARLY = 0.95;

/** Says what playback reaches where it is slower than the sequence; nothing otherwise. */
export function PlaybackNote() {
  const { reached, wanted } = useStore(playbackRateStore);
  if (reached === null || wanted === null || reached >= NEARLY * wanted) return null;
  return <p>{reachedText(reached, wanted)}</p>;
}
