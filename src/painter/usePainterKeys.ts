import { useEffect } from 'react';
import type { Painter } from './painter.ts';
import { runPainterKey } from './painterKeys.ts';

/** Listens to the keys of the whole window while the painter is open. */
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
      // Neither the dialog (Escape) nor the page behind it may take the same press.
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

/** Buttons keep the keys that press them, sliders and groups of buttons those that move them. */
function belongsToControl({ target, key }: KeyboardEvent): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.matches('button, a')) return /^( |Enter|Arrow.*)$/.test(key);
  if (target.matches('input')) return /^(Arrow|Page|Home|End)/.test(key);
  return false;
}
