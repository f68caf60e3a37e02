import { type RefObject, useEffect, useState } from 'react';

/** True while B is held, or the picture is pressed. */
export function useBlink(window: RefObject<HTMLElement | null>, isOn: boolean): boolean {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (!isOn) return;
    const listeners = new AbortController();
    const { signal } = listeners;
    const onKey = (held: boolean) => (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'b') setHeld(held);
    };
    addEventListener('keydown', onKey(true), { signal });
    addEventListener('keyup', onKey(false), { signal });
    // The key may be let go while another window has the focus.
    addEventListener('blur', () => setHeld(false), { signal });
    window.current?.addEventListener('pointerdown', () => setHeld(true), { signal });
    addEventListener('pointerup', () => setHeld(false), { signal });
    addEventListener('pointercancel', () => setHeld(false), { signal });
    return () => {
      listeners.abort();
      setHeld(false);
    };
  }, [window, isOn]);
  return isHeld;
}
