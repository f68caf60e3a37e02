import { resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type { StageKind } from '../src/experiment/stageProgress.ts';

type ColumnKind = 'truth' | 'original' | 'x265' | 'ours' | 'imported';

/** A computation of which nothing is seen for so many checks has stopped. */
const SILENT_CHECKS = 600;
const CHECK_MILLISECONDS = 250;

/** Finds the columns and their content on the page. */
export class ShownColumns {
  constructor(readonly page: Page) {}

  /** The columns of a kind, from left to right. */
  column(kind: ColumnKind) {
    return this.page.locator(`article[data-column="${kind}"]`);
  }

  /** The progress of all stages of a kind. */
  stage(kind: StageKind) {
    return this.page.locator(`[data-stage="${kind}"]`);
  }

  /** Opens the settings of the first column of a kind. */
  async openSettings(kind: ColumnKind) {
    await this.column(kind)
      .first()
      .getByRole('button', { name: /^Settings of / })
      .click();
    return this.page.getByRole('dialog');
  }

  /** Waits until every column was computed here, as long as something moves. */
  async finished() {
    // The button has another name while the experiment runs, and when it has failed.
    const button = this.page.getByRole('button', { name: 'Run again' });
    let before = '';
    let silent = 0;
    const isFinished = async () => (await button.count()) > 0 && (await button.isEnabled());
    while (!(await isFinished())) {
      const now = JSON.stringify(await this.progress());
      silent = now === before ? silent + 1 : 0;
      before = now;
      expect(silent, `nothing has moved since ${now}`).toBeLessThan(SILENT_CHECKS);
      await this.page.waitForTimeout(CHECK_MILLISECONDS);
    }
    const columns = await this.state();
    expect(columns.length).toBeGreaterThan(0);
    expect(columns).toEqual(columns.map(() => ({ complete: true, recorded: false })));
  }

  /** What changes while the page computes: finished frames, and the text of the stages. */
  private progress() {
    return this.page.evaluate(() => [
      window.maskscope?.columns().map(({ framesDone }) => framesDone),
      [...document.querySelectorAll('[data-stage]')].map(({ textContent }) => textContent),
    ]);
  }

  /** Waits until every column shows a recorded run. */
  async recorded() {
    // A page that reloads to be isolated has none before, and asking it would fail.
    await expect(this.page.locator('article[data-column]').first()).toBeAttached();
    await expect
      .poll(async () => {
        const columns = await this.state();
        return columns.length > 0 && columns.every(({ recorded }) => recorded);
      })
      .toBe(true);
  }

  /** For each column, whether it is complete and whether it is recorded. */
  async state() {
    const columns = await this.page.evaluate(() => window.maskscope?.columns() ?? []);
    return columns.map(({ complete, recorded }) => ({ complete, recorded }));
  }

  /** The column's J&F so far. */
  async score(kind: 'original' | 'x265' | 'ours' | 'imported'): Promise<number> {
    const text = await this.column(kind).first().locator('footer p').first().textContent();
    return Number.parseFloat(text ?? '');
  }
}

/** Opens an address and waits until the app runs, which is loaded after the page. */
export async function openApp(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => window.maskscope !== undefined);
}

/** Collects errors, policy violations and requests to other origins. */
export function watchPage(page: Page, baseURL: string) {
  const errors: string[] = [];
  const foreign: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  // The context includes the requests of workers.
  page.context().on('request', (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol.startsWith('http') && origin !== new URL(baseURL).origin) {
      foreign.push(request.url());
    }
  });
  return { errors, foreign };
}

/** Drags and drops local folders or files onto the page. */
export async function dropFiles(page: Page, ...paths: readonly string[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const data = { items: [], files: paths.map((path) => resolve(path)), dragOperationsMask: 1 };
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  // A drop works only after the page has accepted a drag; a busy page may miss the first one.
  await expect(async () => {
    await send('dragEnter');
    await send('dragOver');
    await expect(page.getByTestId('drop-target')).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await send('dragOver');
  await send('drop');
}
