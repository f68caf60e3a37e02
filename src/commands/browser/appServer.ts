import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, preview } from 'vite';

/** The built app on a port of this machine. */
export interface AppServer {
  /** Address with a slash at its end. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Builds the app as it is now and serves it as a demo machine would.
 *
 * @param davisRoot folder in the DAVIS layout to serve, undefined for the built-in sequences only
 */
export async function startApp(davisRoot: string | undefined): Promise<AppServer> {
  if (davisRoot) process.env.DAVIS_ROOT = davisRoot;
  const outDir = await mkdtemp(join(tmpdir(), 'maskscope-'));
  await build({ logLevel: 'error', build: { outDir, emptyOutDir: true } });
  const others = process.listeners('SIGTERM');
  const server = await preview({
    logLevel: 'error',
    build: { outDir },
    preview: { port: 0, open: false },
  });
  // Vite would end the process at once, before its browser is closed and its files are written.
  for (const listener of process.listeners('SIGTERM')) {
    if (!others.includes(listener)) process.off('SIGTERM', listener);
  }
  const url = server.resolvedUrls?.local[0];
  if (!url) throw new Error('the preview server has no local address');
  return {
    url,
    async close() {
      await server.close();
      await rm(outDir, { recursive: true, force: true });
    },
  };
}
