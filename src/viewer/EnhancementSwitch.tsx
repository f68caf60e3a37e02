import { Sparkles } from 'lucide-react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import { Button } from '../ui/Button.tsx';
import styles from './EnhancementSwitch.module.css';
import { formatDecibelGain } from './format.ts';
import { viewStore } from './viewState.ts';

/** Toggles the enhancement of all columns, and shows a column's gain in and outside the objects. */
export function EnhancementSwitch({ column }: { readonly column: EnhancedColumn }) {
  const enhancement = useStore(viewStore, (view) => view.enhancement);
  const gain = gainOf(column);
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
        <p title="Gain in PSNR-Y of the enhanced frames over the decoded ones, inside and outside the objects; mean of the frames so far">
          <b>{gain.inside}</b> in, <b>{gain.outside}</b> dB out
        </p>
      )}
    </div>
  );
}

type EnhancedColumn = Pick<ColumnState, 'pictures' | 'decoded'>;

/** The gain in PSNR-Y (dB) on the frames that are scored before and after; null before the first. */
function gainOf({ pictures, decoded }: EnhancedColumn) {
  const inBoth = ({ quality }: typeof pictures) =>
    meanPictureQuality(
      quality.map((entry, index) =>
        pictures.quality[index] && decoded.quality[index] ? entry : null,
      ),
    );
  const [before, after] = [inBoth(decoded), inBoth(pictures)];
  if (!before || !after) return null;
  const gain = (area: 'inside' | 'outside') =>
    formatDecibelGain((after[area]?.psnrY ?? Number.NaN) - (before[area]?.psnrY ?? Number.NaN));
  return { inside: gain('inside'), outside: gain('outside') };
}
