/**
 * Where popovers and dialogs are put: on a full screen, only its own content is seen. Undefined for
 * the usual place.
 */
export function portalContainer(): HTMLElement | undefined {
  if (typeof document === 'undefined') return undefined;
  const { fullscreenElement, documentElement } = document;
  // With the whole page on the full screen, the usual place is seen.
  if (fullscreenElement === documentElement) return undefined;
  return fullscreenElement instanceof HTMLElement ? fullscreenElement : undefined;
}
