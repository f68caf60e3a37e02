import { useEffect } from 'react';
import type { Painter } from './painter.ts';
import { runPainterKey } from './painterKeys.ts';

/** Handles the keys of the whole window while the painter is open. */
export function usePainterKeys(painter: Painter): void {
  useEffect(() => {
    const onDown = (event: KeyboardEvent) => {
      if (belongsToControl(event)) return;
      const isSpace = event.key === ' ';
      if (isSpace) painter.store.setState({ panning: true });
      const press = {
        key: event.key,
        ctrl: event.ctrlKey || event.metaKey,
        shift: event.shiftKey,
      };
      if (!isSpace && (event.altKey || !runPainterKey(painter, press))) return;
      event.preventDefault();
      // Hide the key press from the dialog (Escape) and from the page.
      event.stopPropagation();
    };
    const onUp = (event: KeyboardEvent) => {
      if (event.key === ' ') painter.store.setState({ panning: false });
    };
    const onBlur = () => painter.store.setState({ panning: false });
    window.addEventListener('keydown', onDown, { capture: true });
    window.addEventListener('keyup', onUp, { capture: true });
    window.addEventListener('blur', onBlur);
    return () => {
      window.removeEventListener('keydown', onDown, { capture: true });
      window.removeEventListener('keyup', onUp, { capture: true });
      window.removeEventListener('blur', onBlur);
    };
  }, [painter]);
}

/** True when the focused button or slider needs the key. */
function belongsToControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('button, a')) return /^( |Enter|Arrow.*)$/.test(key);
  if (target.matches('input')) return /^(Arrow|Page|Home|End)/.test(key);
  return false;
}
