import { useSyncExternalStore } from 'react';

/**
 * Narrow or low windows have the arrangement of a phone, whatever the device. Style sheets have the
 * same condition.
 */
const PHONE = '(max-width: 47.5rem), (max-height: 30rem)';

/** True while the window has the arrangement of a phone. */
export function useIsPhone(): boolean {
  return useSyncExternalStore(subscribe, isPhone, () => false);
}

function subscribe(onChange: () => void): () => void {
  const query = matchMedia(PHONE);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

function isPhone(): boolean {
  return matchMedia(PHONE).matches;
}
