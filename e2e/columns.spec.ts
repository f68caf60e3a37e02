import { expect, test } from '@playwright/test';
import { BUILT_IN } from './croppedSequence.ts';
import { ShownColumns } from './shownColumns.ts';

const SMALL = `/?seq=${BUILT_IN}&ep=wasm&frames=3&live`;

test('two CRFs stand side by side: a column is duplicated, and the CRF of the copy changed', async ({
  page,
}) => {
  const columns = new ShownColumns(page);
  await page.goto(`${SMALL}&cols=orig,x265@45`);
  await columns.finished();
  const facts = (index: number) => columns.column('x265').nth(index).locator('dl').last();
  const before = await facts(0).textContent();

  await page.getByRole('button', { name: 'Duplicate x265' }).click();
  // The settings of the copy are open.
  const slider = page.getByRole('dialog').getByRole('slider', { name: 'CRF' });
  await slider.press('ArrowLeft');
  await slider.press('ArrowLeft');
  await expect(page).toHaveURL(/cols=orig,x265@45,x265@43&/);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await columns.finished();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([
    'Original',
    'x265 CRF 45',
    'x265 CRF 43',
  ]);
  // The facts contain the measured times: the first column was not made again.
  expect(await facts(0).textContent()).toBe(before);
  const rate = async (index: number) => {
    const title = await facts(index).locator('[title^="bits per pixel: video"]').textContent();
    return Number(/\d\.\d{4}/.exec(title ?? '')?.[0]);
  };
  expect(await rate(1)).toBeGreaterThan(await rate(0));

  await page.getByRole('button', { name: 'Settings of x265 CRF 45' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Move right' }).click();
  await expect(page).toHaveURL(/cols=orig,x265@43,x265@45&/);
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await expect(page).toHaveURL(/cols=orig,x265@43&/);
  await columns.finished();
});

test('the browser’s Back undoes changes of columns, and Forward makes them again', async ({
  page,
}) => {
  const columns = new ShownColumns(page);
  await page.goto(`${SMALL}&cols=orig,x265@45`);
  await columns.finished();
  const x265 = columns.column('x265');
  const shown = () => x265.locator('footer').textContent();
  const before = await shown();
  await x265.getByRole('slider', { name: 'CRF' }).press('ArrowLeft');
  await expect(page).toHaveURL(/x265@44/);
  await columns.finished();
  const after = await shown();
  expect(after).not.toBe(before);
  await page.getByRole('button', { name: 'Duplicate Original' }).click();
  await expect(columns.column('original')).toHaveCount(2);
  await columns.finished();

  // What was made before is still there: nothing is made again.
  const made = await page.evaluate(() => window.maskscope?.work().made);
  await page.goBack();
  await expect(columns.column('original')).toHaveCount(1);
  await columns.finished();
  expect(await shown()).toBe(after);
  await page.goBack();
  await expect(page).toHaveURL(/x265@45/);
  await columns.finished();
  expect(await shown()).toBe(before);
  await page.goForward();
  await expect(page).toHaveURL(/x265@44/);
  await columns.finished();
  expect(await shown()).toBe(after);
  expect(await page.evaluate(() => window.maskscope?.work().made)).toBe(made);
});

test('a column of the address that makes no sense is named, and the others run', async ({
  page,
}) => {
  const columns = new ShownColumns(page);
  await page.goto(`${SMALL}&cols=truth,orig,av1@45,x265@99,x265@45`);
  const alerts = page.getByRole('alert');
  await expect(alerts).toHaveCount(2);
  await expect(alerts.nth(0)).toContainText('“av1@45” is not a column');
  await expect(alerts.nth(1)).toContainText('“x265@99” has 99 out of range');
  await columns.finished();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([
    'Ground truth',
    'Original',
    'x265',
  ]);
});

test('ours is encoded with fewer bits than x265, as many as were asked for', async ({ page }) => {
  const columns = new ShownColumns(page);
  await page.goto(`${SMALL}&cols=orig,x265@38,ours@-15%25`);
  await columns.finished();
  const ours = columns.column('ours');
  await expect(ours.getByText(/^CRF \d+: .*15% fewer bits than x265/)).toBeVisible();
  await expect(ours.getByLabel('Comparison')).toContainText(/−1\d%/);
});
