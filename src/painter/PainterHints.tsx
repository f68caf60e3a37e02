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
    ['Backspace', 'remove last point'],
    ['Esc', 'discard'],
    ...VIEW_HINTS,
  ],
};

const TOUCH_HINTS: Readonly<Record<Tool, string>> = {
  brush: 'Paint with one finger, move and zoom with two.',
  eraser: 'Erase with one finger, move and zoom with two.',
  polygon: 'Tap to add points, move and zoom with two fingers.',
};

/** Explains the pointer and keys for the current tool. */
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
