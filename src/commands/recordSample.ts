import { writeFile } from 'node:fs/promises';
import { type Browser, chromium } from '@playwright/test';
import { RUN_EXTENSION } from '../experiment/runExtension.ts';
import { PUBLISHED_COLUMNS } from '../results/columnSpec.ts';
import { startApp } from './browser/appServer.ts';
import { BROWSER_SWITCHES, COMMAND_PAGE, findBrowser, NO_BROWSER } from './browser/findBrowser.ts';

/**
 * Records the run that is shipped with the built-in sequence: computes the published columns in a
 * browser, on wasm, and writes them to `public/samples/`. Run it after every change of the networks,
 * of the encoder or of the columns' preset.
 */
const NAME = 'reef-crossing';

async function record(): Promise<string> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const server = await startApp(undefined);
  let browser: Browser | null = null;
  try {
    browser = await chromium.launch({ executablePath, args: [...BROWSER_SWITCHES] });
    const page = await browser.newPage(COMMAND_PAGE);
    await page.goto(`${server.url}?seq=&live`);
    await page.waitForFunction(() => window.maskscope !== undefined);
    const base64 = await page.evaluate(
      async ([name, columns]) => {
        await window.maskscope?.run(name, { columns, provider: 'wasm', frameLimit: null });
        return window.maskscope?.runFile();
      },
      [NAME, PUBLISHED_COLUMNS] as const,
    );
    if (!base64) throw new Error('the page has no automation API');
    const path = `public/samples/${NAME}.${RUN_EXTENSION}`;
    const data = Buffer.from(base64, 'base64');
    await writeFile(path, data);
    return `${path}: ${(data.length / 1e6).toFixed(2)} MB`;
  } finally {
    await browser?.close();
    await server.close();
  }
}

try {
  console.log(await record());
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
