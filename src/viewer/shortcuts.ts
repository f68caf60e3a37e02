import type { ColumnName } from '../results/columns.ts';
import { goToFrame, viewStore } from './viewState.ts';

/** A keyboard shortcut: one table is both the key map and the help screen. */
export interface Shortcut {
  /** Values of `KeyboardEvent.key`. */
  readonly keys: readonly string[];
  /** How the keys are written in the help. */
  readonly label: string;
  readonly description: string;
  readonly run: (context: ShortcutContext & { readonly key: string }) => void;
}

/** What is on the screen. */
export interface ShortcutContext {
  readonly frameCount: number;
  /** The columns that are shown, from left to right. */
  readonly columns: readonly ColumnName[];
}

const LARGE_STEP = 10;

function step(by: number) {
  return ({ frameCount }: ShortcutContext) => {
    viewStore.setState({ playing: false });
    goToFrame(viewStore.getState().frame + by, frameCount);
  };
}

export const SHORTCUTS: readonly Shortcut[] = [
  {
    keys: [' ', 'k'],
    label: 'Space',
    description: 'Play or pause',
    run: () => viewStore.setState(({ playing }) => ({ playing: !playing })),
  },
  { keys: ['ArrowLeft'], label: '←', description: 'One frame back', run: step(-1) },
  { keys: ['ArrowRight'], label: '→', description: 'One frame on', run: step(1) },
  { keys: ['PageUp'], label: 'Page up', description: 'Ten frames back', run: step(-LARGE_STEP) },
  { keys: ['PageDown'], label: 'Page down', description: 'Ten frames on', run: step(LARGE_STEP) },
  {
    keys: ['Home'],
    label: 'Home',
    description: 'First frame',
    run: ({ frameCount }) => goToFrame(0, frameCount),
  },
  {
    keys: ['End'],
    label: 'End',
    description: 'Last frame',
    run: ({ frameCount }) => goToFrame(frameCount - 1, frameCount),
  },
  {
    keys: ['m'],
    label: 'M',
    description: 'Masks on or off',
    run: () => viewStore.setState(({ masks }) => ({ masks: !masks })),
  },
  {
    keys: ['o'],
    label: 'O',
    description: 'Outlines on or off',
    run: () => viewStore.setState(({ outline }) => ({ outline: !outline })),
  },
  {
    keys: ['e'],
    label: 'E',
    description: 'Ours with or without enhancement',
    run: () => viewStore.setState(({ enhancement }) => ({ enhancement: !enhancement })),
  },
  {
    keys: ['1', '2', '3', '4', '5'],
    label: '1 – 5',
    description: 'Enlarge a column, or show all again',
    run: ({ key, columns }) => {
      const column = columns[Number(key) - 1];
      if (!column) return;
      viewStore.setState(({ enlarged }) => ({ enlarged: enlarged === column ? null : column }));
    },
  },
  {
    keys: ['Escape'],
    label: 'Esc',
    description: 'All columns',
    run: () => viewStore.setState({ enlarged: null }),
  },
];

/**
 * Runs the shortcut of a key press.
 *
 * @returns true when there was one; the press is then used up
 */
export function runShortcut(event: KeyboardEvent, context: ShortcutContext): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || context.frameCount === 0) return false;
  if (event.target instanceof HTMLElement && isTyping(event.target, event.key)) return false;
  // Caps lock changes letters, not what they mean.
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(key));
  // A key that is held steps on and on, but does not flicker between play and pause.
  if (event.repeat && key.length === 1) return shortcut !== undefined;
  shortcut?.run({ key, ...context });
  return shortcut !== undefined;
}

/** Fields keep their keys, sliders those that move them, buttons the space that presses them. */
function isTyping(target: HTMLElement, key: string): boolean {
  if (target.closest('[role="dialog"]')) return true;
  if (target.matches('button, a') && key === ' ') return true;
  if (target.matches('[role="slider"], input[type="range"]'))
    return /^(Arrow|Page|Home|End)/.test(key);
  return target.matches('input, textarea, select');
}
