import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { offlinePart } from '../offline/offlineParts.ts';

/**
 * Builds the service worker (`src/offline/serviceWorker.ts`) as `serviceWorker.js`, with the list of the
 * build's files: their parts, sizes and, unless their names have a hash, revisions. The app
 * registers it itself, and its manifest is in `public/`.
 */
export function offlineWorker(): Plugin[] {
  return VitePWA({
    strategies: 'injectManifest',
    srcDir: 'src/offline',
    filename: 'serviceWorker.ts',
    manifest: false,
    injectRegister: false,
    integration: {
      // Commands build too, and print only their results.
      configureCustomSWViteBuild: (build) => {
        build.logLevel = 'error';
      },
    },
    injectManifest: {
      // Firefox has no service workers that are modules.
      rollupFormat: 'iife',
      globPatterns: ['**/*'],
      dontCacheBustURLsMatching: /^assets\//,
      maximumFileSizeToCacheInBytes: Number.MAX_SAFE_INTEGER,
      manifestTransforms: [
        (entries) => ({
          manifest: entries.flatMap(({ url, revision, size }) => {
            const part = offlinePart(url);
            return part ? { url, revision, size, part, bytes: size } : [];
          }),
        }),
      ],
    },
  });
}
