import { Sparkles } from 'lucide-react';
import { useStore } from 'zustand';
import type { ExperimentState } from '../experiment/experimentState.ts';
import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import { Button } from '../ui/Button.tsx';
import styles from './EnhancementSwitch.module.css';
import { formatDecibelGain } from './format.ts';
import { viewStore } from './viewState.ts';

/** Toggles the enhancement of ours, and shows its gain inside and outside the objects. */
export function EnhancementSwitch({ experiment }: { readonly experiment: ExperimentState }) {
  const enhancement = useStore(viewStore, (view) => view.enhancement);
  const gain = gainOf(experiment);
  return (
    <div className={styles.row}>
      <Button
        className={styles.switch ?? ''}
        aria-pressed={enhancement}
        onClick={() => viewStore.setState({ enhancement: !enhancement })}
        title="Show ours with or without enhancement (E)"
      >
        <Sparkles size={14} aria-hidden /> Enhanced
      </Button>
      {gain && (
        <p title="Gain in PSNR-Y of ours over x265 inside and outside the objects; mean of the frames so far">
          <b>{gain.inside}</b> in, <b>{gain.outside}</b> dB out
        </p>
      )}
    </div>
  );
}

/** The gain in PSNR-Y (dB) on the frames of both columns; null before the first. */
function gainOf({ columns: { x265, ours } }: ExperimentState) {
  const inBoth = (column: typeof ours) =>
    meanPictureQuality(
      column.quality.map((entry, index) =>
        x265.quality[index] && ours.quality[index] ? entry : null,
      ),
    );
  const [before, after] = [inBoth(x265), inBoth(ours)];
  if (!before || !after) return null;
  const gain = (area: 'inside' | 'outside') =>
    formatDecibelGain((after[area]?.psnrY ?? Number.NaN) - (before[area]?.psnrY ?? Number.NaN));
  return { inside: gain('inside'), outside: gain('outside') };
}
