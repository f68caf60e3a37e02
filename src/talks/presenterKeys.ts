/** What a key does while views are presented. */
export type PresenterAction = 'next' | 'previous' | 'first' | 'last' | 'black' | 'play' | 'end';

/**
 * The keys of presenters (clickers) and keyboards, by `KeyboardEvent.key`. The browser itself may
 * take Escape to leave the full screen, which ends the presentation too.
 */
const KEYS: Readonly<Record<string, PresenterAction>> = {
  PageDown: 'next',
  ArrowRight: 'next',
  ArrowDown: 'next',
  Enter: 'next',
  PageUp: 'previous',
  ArrowLeft: 'previous',
  ArrowUp: 'previous',
  Backspace: 'previous',
  Home: 'first',
  End: 'last',
  '.': 'black',
  b: 'black',
  B: 'black',
  ' ': 'play',
  k: 'play',
  K: 'play',
  Escape: 'end',
};

/** What a key press does; null if nothing, such as F5, with which many clickers start a slide show. */
export function presenterAction({ key }: Pick<KeyboardEvent, 'key'>): PresenterAction | null {
  return KEYS[key] ?? null;
}

interface KeyHandlers {
  readonly onAction: (action: PresenterAction) => void;
  /** True for a control that needs the key. */
  readonly isForControl?: (event: KeyboardEvent) => boolean;
}

/**
 * Takes all keys from now on, before anything else on the page: nothing that a clicker sends may
 * change or discard anything. Commands of the browser and the system, with Ctrl, Alt or Cmd, stay.
 *
 * @returns gives the keys back
 */
export function takeKeys({ onAction, isForControl = () => false }: KeyHandlers): () => void {
  const listeners = new AbortController();
  const onKey = (event: KeyboardEvent) => {
    const isReload = event.key === 'F5';
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    if (isForControl(event)) return;
    event.stopImmediatePropagation();
    if (isCommand && !isReload) return;
    const action = presenterAction(event);
    // The Tab key moves the focus, and other keys of functions belong to the browser.
    if (action !== null || isReload || event.key.length === 1) event.preventDefault();
    // A key that is held goes one view on.
    if (action !== null && !event.repeat) onAction(action);
  };
  addEventListener('keydown', onKey, { capture: true, signal: listeners.signal });
  return () => listeners.abort();
}
