import { MOST_COLUMNS } from '../results/columnSpec.ts';
import { goToFrame, viewStore } from './viewState.ts';

/** A keyboard shortcut. The same table is the key map and the help. */
export interface Shortcut {
  /** Values of `KeyboardEvent.key`. */
  readonly keys: readonly string[];
  /** The keys as shown in the help. */
  readonly label: string;
  readonly description: string;
  readonly run: (context: ShortcutContext & { readonly key: string }) => void;
}

export interface ShortcutContext {
  readonly frameCount: number;
  /** The keys of the columns, from left to right. */
  readonly columns: readonly string[];
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
  { keys: ['ArrowLeft'], label: '←', description: 'Previous frame', run: step(-1) },
  { keys: ['ArrowRight'], label: '→', description: 'Next frame', run: step(1) },
  { keys: ['PageUp'], label: 'Page up', description: 'Ten frames back', run: step(-LARGE_STEP) },
  {
    keys: ['PageDown'],
    label: 'Page down',
    description: 'Ten frames forward',
    run: step(LARGE_STEP),
  },
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
    description: 'Show or hide masks',
    run: () => viewStore.setState(({ masks }) => ({ masks: !masks })),
  },
  {
    keys: ['o'],
    label: 'O',
    description: 'Show or hide outlines',
    run: () => viewStore.setState(({ outline }) => ({ outline: !outline })),
  },
  {
    keys: ['e'],
    label: 'E',
    description: 'Show ours with or without enhancement',
    run: () => viewStore.setState(({ enhancement }) => ({ enhancement: !enhancement })),
  },
  {
    keys: Array.from({ length: MOST_COLUMNS }, (_, index) => String(index + 1)),
    label: `1 – ${MOST_COLUMNS}`,
    description: 'Enlarge a column, or show all columns',
    run: ({ key, columns }) => {
      const column = columns[Number(key) - 1];
      if (!column) return;
      viewStore.setState(({ enlarged }) => ({ enlarged: enlarged === column ? null : column }));
    },
  },
  {
    keys: ['Escape'],
    label: 'Esc',
    description: 'Show all columns',
    run: () => viewStore.setState({ enlarged: null }),
  },
];

/**
 * Runs the shortcut of a key press.
 *
 * @returns true when there is one; the caller then prevents the default action
 */
export function runShortcut(event: KeyboardEvent, context: ShortcutContext): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || context.frameCount === 0) return false;
  if (event.target instanceof HTMLElement && isTyping(event.target, event.key)) return false;
  // Ignore caps lock.
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(key));
  // Holding a key repeats steps, but does not toggle repeatedly.
  if (event.repeat && key.length === 1) return shortcut !== undefined;
  shortcut?.run({ key, ...context });
  return shortcut !== undefined;
}

/** True when the focused control needs the key: fields, sliders, buttons, all of dialogs and menus. */
function isTyping(target: HTMLElement, key: string): boolean {
  if (target.closest('[role="dialog"], [role="menu"]')) return true;
  if (target.matches('button, a') && key === ' ') return true;
  if (target.matches('[role="slider"], input[type="range"]'))
    return /^(Arrow|Page|Home|End)/.test(key);
  return target.matches('input, textarea, select');
}
