import type { CSSProperties } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import { heatColour, hexColour } from '../rendering/layerColours.ts';
import { BlockLegend } from './blocks/BlockLegend.tsx';
import { DIFFERENCE_TEXTS, type KeyEntry, LAYER_KEYS } from './controls/layerTexts.ts';
import styles from './LayerLegend.module.css';
import { viewStore } from './viewState.ts';

/** Largest difference of two samples of 8 bits. */
const MOST_DIFFERENCE = 255;

interface LayerLegendProps {
  readonly columns: readonly ColumnState[];
  /** A short name for each column. */
  readonly names: readonly string[];
}

/** What the colours and patterns of the layers on the screen mean. */
export function LayerLegend({ columns, names }: LayerLegendProps) {
  const { layer, columnLayers, difference, gain, pair } = useStore(viewStore);
  const isSubtracted = pair?.how === 'difference';
  const shown = new Set(isSubtracted ? ['difference'] : [layer, ...Object.values(columnLayers)]);
  return (
    <section className={styles.legend} aria-label="Legend" data-testid="legend">
      {shown.has('errors') && <Key entries={LAYER_KEYS.errors} label="Errors" />}
      {shown.has('changes') && <Key entries={LAYER_KEYS.changes} label="Lost and won back" />}
      {shown.has('difference') && (
        <DifferenceScale kind={difference} most={MOST_DIFFERENCE / gain} />
      )}
      <BlockLegend columns={columns} names={names} />
    </section>
  );
}

interface KeyProps {
  readonly label: string;
  readonly entries: readonly KeyEntry[];
}

function Key({ entries, label }: KeyProps) {
  return (
    <ul className={styles.key} aria-label={label}>
      {entries.map(({ text, colour, pattern }) => (
        <li key={text}>
          <i
            className={styles.swatch}
            data-pattern={pattern}
            style={{ '--colour': hexColour(colour) } as CSSProperties}
          />
          {text}
        </li>
      ))}
    </ul>
  );
}

interface DifferenceScaleProps {
  readonly kind: keyof typeof DIFFERENCE_TEXTS;
  /** The difference at the bright end, in steps of 8-bit samples. */
  readonly most: number;
}

function DifferenceScale({ kind, most }: DifferenceScaleProps) {
  const isSigned = kind === 'signed';
  const colours =
    kind === 'heat'
      ? Array.from({ length: 9 }, (_, at) => hexColour(heatColour(at / 8)))
      : ['#000', '#fff'];
  const end = Math.round(most);
  return (
    <p className={styles.scale}>
      <span>difference, {DIFFERENCE_TEXTS[kind]}</span>
      <b>{isSigned ? `−${end}` : 0}</b>
      <i style={{ background: `linear-gradient(to right, ${colours.join(', ')})` }} />
      <b>{isSigned ? `+${end}` : end}</b>
    </p>
  );
}
