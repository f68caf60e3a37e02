import { useStore } from 'zustand';
import styles from './PainterHints.module.css';
import type { Painter, Tool } from './painter.ts';

type Hint = readonly [keys: string, meaning: string];

const VIEW_HINTS: readonly Hint[] = [
  ['Wheel', 'zoom'],
  ['Space + drag', 'move'],
];

const BRUSH_HINTS: readonly Hint[] = [
  ['[ ]', 'size'],
  ['B E P', 'tools'],
  ['1 – 9', 'objects'],
  ...VIEW_HINTS,
  ['Ctrl+Z', 'undo'],
];

const HINTS: Readonly<Record<Tool, readonly Hint[]>> = {
  brush: BRUSH_HINTS,
  eraser: BRUSH_HINTS,
  polygon: [
    ['Click', 'add a point'],
    ['Enter', 'close'],
    ['Backspace', 'last point'],
    ['Esc', 'drop'],
    ...VIEW_HINTS,
  ],
};

const TOUCH_HINTS: Readonly<Record<Tool, string>> = {
  brush: 'One finger paints, two move and zoom.',
  eraser: 'One finger erases, two move and zoom.',
  polygon: 'Tap to add points, two fingers move and zoom.',
};

/** What pointer and keys do with the tool at hand. */
export function PainterHints({ painter }: { readonly painter: Painter }) {
  const tool = useStore(painter.store, (state) => state.tool);
  return (
    <>
      <dl className={styles.keys}>
        {HINTS[tool].map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              <kbd>{keys}</kbd>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.touch}>{TOUCH_HINTS[tool]}</p>
    </>
  );
}
