import { useSyncExternalStore } from 'react';

/**
 * Narrow or low windows have the arrangement of a phone, whatever the device. Style sheets have the
 * same condition.
 */
const PHONE = '(max-width: 48rem), (max-height: 30rem)';

/** True while the window has the arrangement of a phone. */
export function useIsPhone(): boolean {
  return useMedia(PHONE);
}

/** True while the pointer is a finger, which needs larger buttons (`theme.css`). */
export function useIsCoarse(): boolean {
  return useMedia('(pointer: coarse)');
}

function useMedia(condition: string): boolean {
  const subscribe = (onChange: () => void) => {
    const query = matchMedia(condition);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  };
  return useSyncExternalStore(
    subscribe,
    () => matchMedia(condition).matches,
    () => false,
  );
}
