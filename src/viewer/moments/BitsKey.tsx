import { useStore } from 'zustand';
import { formatBitsPerPixel } from '../format.ts';
import { viewStore } from '../viewState.ts';
import { Choice } from './Choice.tsx';
import type { FrameBits } from './frameBits.ts';
import styles from './Moments.module.css';
import { momentsStore } from './momentsStore.ts';

interface BitsKeyProps {
  /** The columns to choose from. */
  readonly columns: readonly { readonly key: string; readonly name: string }[];
  /** The chosen column's key; empty without any. */
  readonly chosen: string;
  readonly bits: readonly (FrameBits | null)[];
}

/** The column of the bars, and the bits of the frame under the pointer, or of the current one. */
export function BitsKey({ columns, chosen, bits }: BitsKeyProps) {
  const frame = useStore(viewStore, (view) => view.frame);
  const pointed = useStore(momentsStore, (moments) => moments.pointed);
  const at = pointed ?? frame;
  const hasMasks = bits.some((each) => (each?.masks ?? 0) > 0);
  return (
    <div className={styles.bitsKey}>
      <Choice
        label="Bits of"
        choices={columns.map(({ key, name }) => ({ value: key, label: name }))}
        chosen={chosen}
        disabled={columns.length === 0}
        onChoose={(key) => viewStore.setState({ bitsColumn: key })}
      />
      <p data-testid="bits-values">{bitsText(bits[at] ?? null, at)}</p>
      <ul className={styles.barKey} aria-hidden>
        <li data-look="key">key</li>
        <li data-look="other">other</li>
        {hasMasks && <li data-look="masks">masks</li>}
      </ul>
    </div>
  );
}

/** E.g. `frame 31, key: 0.0523 + masks 0.0021 bpp`. */
function bitsText(bits: FrameBits | null, frame: number): string {
  if (!bits) return `frame ${frame}: –`;
  const masks = bits.masks > 0 ? ` + masks ${formatBitsPerPixel(bits.masks)}` : '';
  const type = bits.key ? ', key' : '';
  return `frame ${frame}${type}: ${formatBitsPerPixel(bits.video)}${masks} bpp`;
}
