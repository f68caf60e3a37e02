import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { type OfflineFile, offlinePart, PAGE } from '../offline/offlineParts.ts';
import { embeddersOf, headersFile } from './isolation.ts';

/**
 * Builds the service worker (`src/offline/serviceWorker.ts`) as `serviceWorker.js`, with the list of the
 * build's files. The app registers it itself, and its manifest is in `public/`.
 *
 * @param hosts the sites that may embed the page, see {@link embeddersOf}
 */
export function offlineWorker(hosts?: string): Plugin[] {
  let folder = '';
  const own: Plugin = {
    name: 'maskscope:offline-worker',
    configResolved({ root, build }) {
      folder = resolve(root, build.outDir);
    },
  };
  const builder = VitePWA({
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
      maximumFileSizeToCacheInBytes: Number.MAX_SAFE_INTEGER,
      manifestTransforms: [
        async (entries) => {
          const headers = headersFile(embeddersOf(hosts));
          const urls = entries.map(({ url }) => url);
          const files = await listFiles(folder, urls, headers);
          return { manifest: files.map((file) => ({ ...file, size: file.bytes })) };
        },
      ],
    },
  });
  return [own, ...builder];
}

/**
 * Lists the files of a build for the service worker: their parts, sizes, digests and, unless their
 * names have a hash, revisions.
 *
 * @param urls addresses relative to the folder
 * @param headers the headers of the page, as text: it is kept with them, so it is another one with others
 */
export async function listFiles(
  folder: string,
  urls: readonly string[],
  headers: string,
): Promise<OfflineFile[]> {
  const files: OfflineFile[] = [];
  for (const url of urls) {
    const part = offlinePart(url);
    if (!part) continue;
    const data = await readFile(join(folder, url));
    const sha256 = digest(data);
    const changing = url === PAGE ? digest(sha256 + headers) : sha256;
    const revision = url.startsWith('assets/') ? null : changing;
    files.push({ url, revision, sha256, part, bytes: data.length });
  }
  return files;
}

function digest(data: Buffer | string): string {
  return createHash('sha256').update(data).digest('hex');
}
