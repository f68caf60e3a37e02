/**
 * Where popovers and dialogs are put: on a full screen, only its own content is seen. Undefined for
 * the usual place.
 */
export function portalContainer(): HTMLElement | undefined {
  if (typeof document === 'undefined') return undefined;
  const { fullscreenElement } = document;
  return fullscreenElement instanceof HTMLElement ? fullscreenElement : undefined;
}
