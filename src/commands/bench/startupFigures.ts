import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';

/** Seconds from the start of a navigation until every column shows its frame, masks and figures. */
interface StartupFigures {
  /** A first visit, with the run that is shipped with the built-in sequence. */
  readonly recording: number;
  /** Another visit of a sequence that was computed here. */
  readonly kept: number;
  /** Everything computed on this machine, on wasm. */
  readonly live: number;
  /** Times relative to the live run. */
  readonly ratio: { readonly recording: number; readonly kept: number };
}

const SEQUENCE = 'reef-crossing';

/** Measures how soon the published columns of the built-in sequence stand on the screen. */
export async function startupFigures(browser: Browser, url: string): Promise<StartupFigures> {
  const shipped = `${url}?seq=${SEQUENCE}`;
  const recording = await inNewProfile(browser, (page) => secondsUntilFilled(page, shipped));
  const { live, kept } = await inNewProfile(browser, async (page) => {
    // The last three frames fewer, so that it is not the recording's run.
    const address = `${shipped}&ep=wasm&frames=57`;
    const seconds = await secondsUntilFilled(page, address);
    while (!(await page.evaluate(hasKeptRun))) await setTimeout(100);
    return { live: seconds, kept: await secondsUntilFilled(page, address) };
  });
  const ratio = { recording: recording / live, kept: kept / live };
  return { recording, kept, live, ratio };
}

/** Whether the page has kept a run; its JSON file is written last. */
async function hasKeptRun(): Promise<boolean> {
  const folder = await navigator.storage.getDirectory();
  try {
    for await (const [name] of (await folder.getDirectoryHandle('runs')).entries()) {
      if (name.endsWith('.json')) return true;
    }
  } catch {
    // The first run makes the folder.
  }
  return false;
}

async function inNewProfile<T>(browser: Browser, measure: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  try {
    return await measure(await context.newPage());
  } finally {
    await context.close();
  }
}

async function secondsUntilFilled(page: Page, address: string): Promise<number> {
  const start = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await page.waitForFunction(
    () => {
      const columns = window.maskscope?.columns() ?? [];
      return columns.length > 0 && columns.every(({ complete }) => complete);
    },
    null,
    { timeout: 0 },
  );
  // The canvases are drawn in the next frame.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
  return (performance.now() - start) / 1000;
}
