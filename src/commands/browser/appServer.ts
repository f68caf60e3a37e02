import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

/** A local server of the built app. */
export interface AppServer {
  /** Address with a trailing slash. */
  readonly url: string;
  /** The folder with the built files, until the server is closed. */
  readonly folder: string;
  close(): Promise<void>;
}

/**
 * Builds the app from the current sources and serves it.
 *
 * @param davisRoot folder in the DAVIS layout to serve; undefined for the built-in sequences only
 */
export async function startApp(davisRoot: string | undefined): Promise<AppServer> {
  if (davisRoot) process.env.DAVIS_ROOT = davisRoot;
  const outDir = await mkdtemp(join(tmpdir(), 'maskscope-'));
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const earlierListeners = process.listeners('SIGTERM');
  const server = await preview({
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, open: false },
  });
  // Vite would exit at once on SIGTERM, before the browser is closed and files are written.
  for (const listener of process.listeners('SIGTERM')) {
    if (!earlierListeners.includes(listener)) process.off('SIGTERM', listener);
  }
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the preview server has no local address');
  return {
    url,
    folder: outDir,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
