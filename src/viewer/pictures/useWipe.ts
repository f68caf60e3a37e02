import { type RefObject, useEffect } from 'react';
import { showsBlocks } from '../../rendering/blockLook.ts';
import { type Pair, viewStore } from '../viewState.ts';

/** A press that moves less than this is a click, in CSS pixels. */
const CLICK_REACH = 4;

/** The line follows the pointer; a click pins it there, or lets it go. */
export function useWipe(window: RefObject<HTMLElement | null>, pair: Pair): void {
  const { how } = pair;
  useEffect(() => {
    const element = window.current;
    if (!element || how !== 'wipe') return;
    let pressed: { readonly x: number; readonly y: number } | null = null;
    const shareOf = (event: MouseEvent) => {
      const { left, width } = element.getBoundingClientRect();
      const share = Math.min(1, Math.max(0, (event.clientX - left) / width));
      // As exact as an address is.
      return Math.round(share * 1e4) / 1e4;
    };
    const change = (part: Partial<Pair>) =>
      viewStore.setState(({ pair: before }) => ({ pair: before && { ...before, ...part } }));
    const onMove = (event: PointerEvent) => {
      const isDragging = event.buttons !== 0 && viewStore.getState().zoom !== null;
      if (!viewStore.getState().pair?.pinned && !isDragging) change({ at: shareOf(event) });
    };
    const onDown = (event: PointerEvent) => {
      pressed = { x: event.clientX, y: event.clientY };
    };
    const onUp = (event: PointerEvent) => {
      const start = pressed;
      pressed = null;
      if (!start || event.button !== 0) return;
      if (Math.hypot(event.clientX - start.x, event.clientY - start.y) > CLICK_REACH) return;
      const { pair: now } = viewStore.getState();
      // On a pinned wipe, a click asks for the block.
      if (now?.pinned && showsBlocks(viewStore.getState())) return;
      change({ at: shareOf(event), pinned: !now?.pinned });
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('pointermove', onMove, { signal });
    element.addEventListener('pointerdown', onDown, { signal });
    element.addEventListener('pointerup', onUp, { signal });
    return () => listeners.abort();
  }, [window, how]);
}
