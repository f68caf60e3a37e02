import { REQUIRED_CSS } from './leastBrowsers.ts';

/** What the page has found in the browser, as far as the app depends on it. */
export interface Surroundings {
  readonly hasWebAssembly: boolean;
  readonly hasWorkers: boolean;
  readonly hasSharedMemory: boolean;
  /** True with all of {@link REQUIRED_CSS}. */
  readonly hasCss: boolean;
  /** False for plain HTTP from another machine. */
  readonly isSecure: boolean;
  /** Undefined in browsers that do not know isolation. */
  readonly isIsolated: boolean | undefined;
  /** True if another page shows this one in a frame. */
  readonly isEmbedded: boolean;
}

/** What keeps the app from running, most basic first. `isolation` a service worker may provide. */
export type MissingFeature =
  | 'webassembly'
  | 'css'
  | 'secure-origin'
  | 'knowledge-of-isolation'
  | 'isolated-parent'
  | 'isolation'
  | 'shared-memory';

export function surroundings(): Surroundings {
  const { crossOriginIsolated, isSecureContext } = globalThis as Partial<typeof globalThis>;
  return {
    hasWebAssembly: typeof WebAssembly === 'object',
    hasWorkers: typeof Worker !== 'undefined',
    hasSharedMemory: typeof SharedArrayBuffer !== 'undefined',
    hasCss: REQUIRED_CSS.every((condition) => CSS.supports(condition)),
    isSecure: isSecureContext === true,
    isIsolated: crossOriginIsolated,
    isEmbedded: window.parent !== window,
  };
}

/** The first feature that is missing; null if the app can run. */
export function missingFeature(found: Surroundings): MissingFeature | null {
  if (!found.hasWebAssembly || !found.hasWorkers) return 'webassembly';
  if (!found.hasCss) return 'css';
  if (found.isIsolated === true) return found.hasSharedMemory ? null : 'shared-memory';
  // An insecure page is never isolated, whatever its server sends.
  if (!found.isSecure) return 'secure-origin';
  if (found.isIsolated === undefined) return 'knowledge-of-isolation';
  return found.isEmbedded ? 'isolated-parent' : 'isolation';
}
