import { setTimeout } from 'node:timers/promises';
import type { Browser, Page } from '@playwright/test';
import { COMMAND_PAGE } from '../browser/findBrowser.ts';

/** Seconds from the start of a navigation. */
interface Startup {
  /** Until every column shows the opened frame and its masks. */
  readonly shown: number;
  /** Until every column has all frames and its figures. */
  readonly complete: number;
}

interface StartupFigures {
  /** A first visit, with the run that is shipped with the built-in sequence. */
  readonly recording: Startup;
  /** Another visit of a sequence that was computed here. */
  readonly kept: Startup;
  /** Everything computed on this machine, on wasm. */
  readonly live: Startup;
  /** Times until complete, relative to the live run. */
  readonly ratio: { readonly recording: number; readonly kept: number };
}

const SEQUENCE = 'reef-crossing';

/** Measures how soon the published columns of the built-in sequence are on the screen. */
export async function startupFigures(browser: Browser, url: string): Promise<StartupFigures> {
  const shipped = `${url}?seq=${SEQUENCE}`;
  const recording = await inNewProfile(browser, (page) => measure(page, shipped));
  const { live, kept } = await inNewProfile(browser, async (page) => {
    // The last three frames fewer, so that it is not the recording's run.
    const address = `${shipped}&ep=wasm&frames=57`;
    const figures = await measure(page, address);
    while (!(await page.evaluate(hasKeptRun))) await setTimeout(100);
    return { live: figures, kept: await measure(page, address) };
  });
  const ratio = {
    recording: recording.complete / live.complete,
    kept: kept.complete / live.complete,
  };
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

async function inNewProfile<T>(browser: Browser, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({
    ...COMMAND_PAGE,
    viewport: { width: 1440, height: 900 },
  });
  try {
    return await use(await context.newPage());
  } finally {
    await context.close();
  }
}

async function measure(page: Page, address: string): Promise<Startup> {
  const start = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  const secondsUntil = async (isReached: () => boolean) => {
    await page.waitForFunction(isReached, null, { timeout: 0 });
    // The canvases are drawn in the next frame.
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    return (performance.now() - start) / 1000;
  };
  return {
    shown: await secondsUntil(() => {
      const columns = window.maskscope?.columns() ?? [];
      // The page writes the frame that it opened into its address. Frames become ready in order.
      const frame = new URL(location.href).searchParams.get('frame');
      if (frame === null || columns.length === 0) return false;
      return columns.every(({ framesDone }) => framesDone > Number(frame));
    }),
    complete: await secondsUntil(() => {
      const columns = window.maskscope?.columns() ?? [];
      return columns.length > 0 && columns.every(({ complete }) => complete);
    }),
  };
}
