import { basename, join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { BROWSER_SWITCHES, findBrowser } from '../commands/browser/findBrowser.ts';

const browserPath = findBrowser();
export const hasBrowser = browserPath !== null;

/** The name of a group of tests that need a browser: says why they are skipped. */
export function withChromium(name: string): string {
  return hasBrowser ? name : `${name} (skipped: there is no Chrome or Chromium)`;
}

/**
 * For tests and benches: a page in a real browser that holds an input for a file and one script, whose
 * workers are the real ones.
 *
 * @param script its address from the repository's root, such as `/src/codec/testing/codecTestPage.ts`
 * @param ready the function that it adds to `window` when it has run
 * @param switches of the browser, besides {@link BROWSER_SWITCHES}
 * @throws the script's own error
 */
export async function openTestPage(
  script: string,
  ready: string,
  switches: readonly string[] = [],
): Promise<{ readonly page: Page; close(): Promise<void> }> {
  const server = await createServer({
    root: join(import.meta.dirname, '../..'),
    // Apart from those of a development server and of other tests that may be running.
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
      // Vite's own script defines what vite.config.ts does.
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
