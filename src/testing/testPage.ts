import { basename, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { BROWSER_SWITCHES, findBrowser } from '../commands/browser/findBrowser.ts';

const browserPath = findBrowser();
export const hasBrowser = browserPath !== null;

/** Name of a group of tests that need a browser, with a remark if they are skipped. */
export function withChromium(name: string): string {
  return hasBrowser ? name : `${name} (skipped: there is no Chrome or Chromium)`;
}

/**
 * Opens a page with a file input and one script in a real browser, with real workers.
 *
 * @param script address relative to the repository's root, e.g.
 *   `/src/codec/testing/codecTestPage.ts`
 * @param ready name of the function that the script adds to `window`
 * @param switches browser switches in addition to {@link BROWSER_SWITCHES}
 * @throws the error of the script
 */
export async function openTestPage(
  script: string,
  ready: string,
  switches: readonly string[] = [],
): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const server = await createServer({
    root: join(import.meta.dirname, '../..'),
    // A separate folder from a development server and other tests that may be running.
    cacheDir: `node_modules/.vite-${basename(script, '.ts')}`,
    logLevel: 'error',
    server: { port: 0, watch: null, hmr: false },
  });
  await server.listen();
  const address = server.resolvedUrls?.local[0];
  if (!address || !browserPath) throw new Error('no server or no browser');
  const browser = await chromium.launch({
    executablePath: browserPath,
    args: [...BROWSER_SWITCHES, ...switches],
  });
  const page = await browser.newPage();
  await page.route('**/test-page', (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: {
        'Cross-Origin-Opener-Policy': 'same-origin',
        'Cross-Origin-Embedder-Policy': 'require-corp',
      },
      // Vite's script sets the constants that vite.config.ts defines.
      body: `<!doctype html><input type="file">${['/@vite/env', script].map(moduleTag).join('')}`,
    }),
  );
  const failure = new Promise<never>((_, reject) => page.once('pageerror', reject));
  const close = async () => {
    await browser.close();
    await server.close();
  };
  try {
    await page.goto(`${address}test-page`);
    await Promise.race([page.waitForFunction((name) => name in window, ready), failure]);
    return { page, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function moduleTag(script: string): string {
  return `<script type="module" src="${script}"></script>`;
}
