import { chromium } from '@playwright/test';
import {
  BROWSER_SWITCHES,
  findBrowser,
  NO_BROWSER,
} from '../../src/commands/browser/findBrowser.ts';
import { ShownColumns } from '../shownColumns.ts';

/** Only a page that hangs takes as long, also on a machine with many times its load. */
const LIMIT_MILLISECONDS = 600_000;

/**
 * Computes an experiment in Chromium.
 *
 * @param address of the page, with the experiment
 * @returns the run file
 */
export async function runInChromium(address: string): Promise<Buffer> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const browser = await chromium.launch({ executablePath, args: BROWSER_SWITCHES });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(LIMIT_MILLISECONDS);
    await page.goto(address);
    await new ShownColumns(page).finished();
    return Buffer.from((await page.evaluate(() => window.maskscope?.runFile())) ?? '', 'base64');
  } finally {
    await browser.close();
  }
}
