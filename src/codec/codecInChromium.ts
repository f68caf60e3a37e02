import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { BROWSER_SWITCHES, findBrowser } from '../commands/findBrowser.ts';
import type { FrameSize } from '../sequence/frames.ts';
import type { Imported, ImportRequest } from './codecTestPage.ts';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from './nativeFfmpeg.ts';

/**
 * For tests only: the real codec worker with the real ffmpeg.wasm, in a real browser, on a page that
 * holds nothing else. Files are given by their path on this machine.
 */
export interface CodecInChromium {
  importFrames(path: string, size: FrameSize, count: number): Promise<Imported>;
  importStream(path: string, size: FrameSize, count: number): Promise<Imported>;
  ingestVideo(path: string, size: FrameSize, count: number): Promise<Imported>;
  close(): Promise<void>;
}

const PAGE_SCRIPT = '/src/codec/codecTestPage.ts';

const browserPath = findBrowser();
export const hasBrowser = browserPath !== null;

/** The name of a group of tests that need a browser and native ffmpeg: says why they are skipped. */
export function withChromiumAndFfmpeg(name: string): string {
  if (!hasBrowser) return `${name} (skipped: there is no Chrome or Chromium)`;
  return hasNativeFfmpeg ? name : `${name} (skipped: ${NO_NATIVE_FFMPEG})`;
}

/** Starts a development server and a browser; both are to be closed. */
export async function startCodecInChromium(): Promise<CodecInChromium> {
  const root = join(import.meta.dirname, '../..');
  const server = await createServer({
    root,
    // Apart from that of a development server that may be running.
    cacheDir: 'node_modules/.vite-codec-tests',
    logLevel: 'error',
    server: { port: 0, watch: null, hmr: false },
  });
  await server.listen();
  const address = server.resolvedUrls?.local[0];
  if (!address || !browserPath) throw new Error('no server or no browser');
  const browser = await chromium.launch({ executablePath: browserPath, args: BROWSER_SWITCHES });
  const page = await browser.newPage();
  await page.route('**/codec-tests', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
      body: `<!doctype html><input type="file"><script type="module" src="${PAGE_SCRIPT}"></script>`,
    }),
  );
  await page.goto(`${address}codec-tests`);
  await page.waitForFunction(() => 'callCodec' in window);

  async function call(
    method: ImportRequest['method'],
    path: string,
    size: FrameSize,
    count: number,
  ) {
    await page.setInputFiles('input', path);
    return page.evaluate((request) => window.callCodec(request), { method, size, count });
  }
  return {
    importFrames: (path, size, count) => call('importFrames', path, size, count),
    importStream: (path, size, count) => call('importStream', path, size, count),
    ingestVideo: (path, size, count) => call('ingestVideo', path, size, count),
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
