import { showsBlocks } from '../rendering/blockLook.ts';
import type { Layer } from '../rendering/look.ts';
import { MOST_COLUMNS } from '../results/columnSpec.ts';
import { chooseBlock, nextFill, nextGrid, toggleBlocks } from './blocks/toggleBlocks.ts';
import { moveLoupe, toggleFullScreen, togglePair } from './controls/viewActions.ts';
import { MOMENT_SHORTCUTS } from './moments/momentShortcuts.ts';
import { zoomStep, zoomTo } from './pictures/zooming.ts';
import type { Shortcut, ShortcutContext } from './shortcut.ts';
import { goToFrame, type Pair, viewStore } from './viewState.ts';

const LARGE_STEP = 10;

const ARROWS = {
  Left: { label: '←', by: { x: -1, y: 0 } },
  Right: { label: '→', by: { x: 1, y: 0 } },
  Up: { label: '↑', by: { x: 0, y: -1 } },
  Down: { label: '↓', by: { x: 0, y: 1 } },
} as const;

/** Four neighbours on the keyboard. */
const ZOOM_KEYS = [
  { key: 'z', scale: 1 },
  { key: 'x', scale: 2 },
  { key: 'c', scale: 4 },
  { key: 'v', scale: 8 },
] as const;

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
  ...MOMENT_SHORTCUTS,
  layerKey('m', 'masks', 'Show or hide the masks'),
  layerKey('s', 'spotlight', 'Spotlight: the objects, with the background dimmed or grey'),
  layerKey('r', 'errors', 'Errors against the ground truth'),
  layerKey('t', 'changes', 'What x265 lost, and what ours won back'),
  layerKey('d', 'difference', 'Difference to the original'),
  {
    keys: ['n'],
    label: 'N',
    description: 'Plain pictures',
    run: () => viewStore.setState({ layer: 'plain', columnLayers: {} }),
  },
  {
    keys: ['o'],
    label: 'O',
    description: 'Show or hide outlines',
    run: () => viewStore.setState(({ outline }) => ({ outline: !outline })),
  },
  {
    keys: ['l'],
    label: 'L',
    description: 'Loupe: the pixels around the pointer, with their values',
    run: () => viewStore.setState(({ loupe }) => ({ loupe: !loupe })),
  },
  ...(['Left', 'Right', 'Up', 'Down'] as const).map((direction) => ({
    keys: [`Shift+Arrow${direction}`],
    label: `⇧ ${ARROWS[direction].label}`,
    description: 'Move the loupe by a pixel',
    run: ({ size }: ShortcutContext) => moveLoupe(ARROWS[direction].by, size),
  })),
  {
    keys: ['i'],
    label: 'I',
    description: 'Inside the stream: show or hide the blocks of HEVC videos',
    run: toggleBlocks,
  },
  {
    keys: ['Enter'],
    label: 'Enter',
    description: 'Blocks: facts of the block at the loupe or the pointer',
    run: ({ columns }) => chooseBlock(columns),
  },
  { keys: [';'], label: ';', description: 'Blocks: next colour (mode, QP, bits)', run: nextFill },
  { keys: [','], label: ',', description: 'Blocks: next borders', run: nextGrid },
  pairKey('w', 'wipe', 'Two pictures: wipe'),
  pairKey('b', 'blink', 'Two pictures: blink; hold it for the second'),
  pairKey('h', 'difference', 'Two pictures: their difference'),
  { keys: ['f'], label: 'F', description: 'Pictures on the full screen', run: toggleFullScreen },
  { keys: ['0'], label: '0', description: 'Whole frame', run: () => zoomTo(null) },
  ...ZOOM_KEYS.map(({ key, scale }) => ({
    keys: [key],
    label: key.toUpperCase(),
    description: `Zoom ${scale === 1 ? '1:1' : `${scale}×`}, about the pointer`,
    run: () => zoomTo(scale),
  })),
  { keys: ['+', '='], label: '+', description: 'Zoom in', run: () => zoomStep(1) },
  { keys: ['-'], label: '−', description: 'Zoom out', run: () => zoomStep(-1) },
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
      const column = columns[Number(key) - 1]?.key;
      if (!column) return;
      viewStore.setState(({ enlarged }) => ({ enlarged: enlarged === column ? null : column }));
    },
  },
  {
    keys: ['Escape'],
    label: 'Esc',
    description: 'Leave the block, then zoom, loupe, two pictures, the enlarged column',
    run: goBackOneView,
  },
];

/** Chooses a layer in all columns, or plain pictures if it is chosen. */
function layerKey(key: string, layer: Layer, description: string): Shortcut {
  return {
    keys: [key],
    label: key.toUpperCase(),
    description,
    run: () =>
      viewStore.setState(({ layer: before }) => ({
        layer: before === layer ? 'plain' : layer,
        columnLayers: {},
      })),
  };
}

/** Compares two columns; the key of `blink` does not leave it, because it is held there. */
function pairKey(key: string, how: Pair['how'], description: string): Shortcut {
  return {
    keys: [key],
    label: key.toUpperCase(),
    description,
    run: ({ columns }) => {
      if (how === 'blink' && viewStore.getState().pair?.how === 'blink') return;
      togglePair(columns, how);
    },
  };
}

/** Leaves one view at a time, the innermost first. */
function goBackOneView(): void {
  const { zoom, loupe, pair, block } = viewStore.getState();
  if (block && showsBlocks(viewStore.getState())) viewStore.setState({ block: null });
  else if (zoom) viewStore.setState({ zoom: null });
  else if (loupe) viewStore.setState({ loupe: false });
  else if (pair) viewStore.setState({ pair: null });
  else viewStore.setState({ enlarged: null });
}

/** True if the focus was moved with the pointer since it was last moved with the Tab key. */
let isFocusedByPointer = true;

/**
 * Runs shortcuts from now on.
 *
 * @param context what the shortcuts are about, at the time of a key press
 * @returns stops it
 */
export function listenToShortcuts(context: () => ShortcutContext): () => void {
  const listeners = new AbortController();
  const { signal } = listeners;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Tab') isFocusedByPointer = false;
    if (runShortcut(event, context())) event.preventDefault();
  };
  addEventListener('keydown', onKey, { signal });
  addEventListener('pointerdown', () => (isFocusedByPointer = true), { signal, capture: true });
  return () => listeners.abort();
}

/**
 * Runs the shortcut of a key press.
 *
 * @returns true when there is one; the caller then prevents the default action
 */
function runShortcut(event: KeyboardEvent, context: ShortcutContext): boolean {
  // Some keyboards write [ ] and \ with AltGr, which counts as control and alt on Windows.
  const isCommand = event.ctrlKey || event.metaKey || event.altKey;
  if (isCommand && !event.getModifierState('AltGraph')) return false;
  if (context.frameCount === 0) return false;
  // The browser closes it.
  if (event.key === 'Escape' && document.querySelector(':popover-open')) return false;
  if (event.target instanceof HTMLElement && isTyping(event.target, event.key)) return false;
  // Ignore caps lock.
  const isShifted = event.shiftKey && event.key.startsWith('Arrow');
  const named = isShifted ? `Shift+${event.key}` : event.key;
  const key = named.length === 1 ? named.toLowerCase() : named;
  const shortcut = SHORTCUTS.find(({ keys }) => keys.includes(key));
  // Holding a key repeats steps, but does not toggle repeatedly.
  if (event.repeat && key.length === 1) return shortcut !== undefined;
  shortcut?.run({ key, ...context });
  return shortcut !== undefined;
}

/** True when the focused control needs the key: fields, sliders, all of dialogs and menus. */
function isTyping(target: HTMLElement, key: string): boolean {
  // Popovers leave the page usable, and so its keys.
  if (target.closest('[role="dialog"]:not([data-keeps-keys]), [role="menu"]')) return true;
  // A button that was clicked keeps the focus, but the space bar plays all the same.
  if (target.matches('button, a') && key === ' ') return !isFocusedByPointer;
  if (target.matches('[role="slider"], input[type="range"]'))
    return /^(Arrow|Page|Home|End)/.test(key);
  // A choice that was made with the pointer keeps the focus, but the keys work all the same.
  if (target.matches('select, input[type="radio"]')) return !isFocusedByPointer;
  if (target.matches('input[type="checkbox"]')) return !isFocusedByPointer && key === ' ';
  return target.matches('input, textarea');
}
