import { resolve } from 'node:path';
import { expect, type Page } from '@playwright/test';

/** Finds the columns of the published figure and their content on the page. */
export class FourColumns {
  constructor(readonly page: Page) {}

  column(name: 'truth' | 'original' | 'x265' | 'ours' | 'imported') {
    return this.page.locator(`article[data-column="${name}"]`);
  }

  stage(name: string) {
    return this.page.locator(`[data-stage="${name}"]`);
  }

  /** Waits until every column is finished. */
  async finished() {
    for (const name of ['original', 'x265', 'ours'] as const) {
      await expect(this.column(name)).toHaveAttribute('data-complete', { timeout: 200_000 });
    }
  }

  /** The column's J&F so far. */
  async score(name: 'original' | 'x265' | 'ours'): Promise<number> {
    const text = await this.column(name).locator('footer p').first().textContent();
    return Number.parseFloat(text ?? '');
  }
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
