import { useStore } from 'zustand';
import styles from './PainterHints.module.css';
import type { Painter, Tool } from './painter.ts';

type Hint = readonly [keys: string, meaning: string];

const TOOL_HINTS: Readonly<Record<Tool, readonly Hint[]>> = {
  brush: [['[ ]', 'size']],
  eraser: [['[ ]', 'size']],
  polygon: [
    ['Click', 'add a point'],
    ['Enter', 'close'],
    ['Backspace', 'last point'],
    ['Esc', 'drop'],
  ],
};

const HINTS: readonly Hint[] = [
  ['B E P', 'tools'],
  ['1 – 9', 'objects'],
  ['Wheel', 'zoom'],
  ['Space + drag', 'move'],
  ['Ctrl+Z', 'undo'],
];

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
        {[...TOOL_HINTS[tool], ...HINTS].map(([keys, meaning]) => (
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
