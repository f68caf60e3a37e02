import { expect, test } from '@playwright/test';
import { ShownColumns, watchPage } from './shownColumns.ts';

const BASE = 'http://localhost:4180';

test('the built-in sequence runs on wasm, and nothing is uploaded', async ({ page }) => {
  const watched = watchPage(page, BASE);
  const columns = new ShownColumns(page);
  await page.goto('/?seq=reef-crossing&crf=45&frame=2&ep=wasm&frames=4');

  // Partial results: the first masks are shown while the others are being computed.
  await expect(columns.column('original').locator('[data-mask]')).toBeVisible();
  await columns.finished();

  for (const name of ['truth', 'original', 'x265', 'ours'] as const) {
    const picture = columns.column(name).locator('[data-picture="2"][data-mask="2"]');
    await expect(picture).toBeVisible();
  }
  for (const name of ['original', 'x265', 'ours'] as const) {
    const score = await columns.score(name);
    expect(score).toBeGreaterThan(0.3);
    expect(score).toBeLessThanOrEqual(1);
    await expect(columns.column(name)).toContainText('wasm');
  }
  await expect(page.getByTestId('provider')).toContainText('wasm');
  await expect(columns.column('x265')).toContainText(/\d\.\d{4} bpp/);

  expect(watched.errors).toEqual([]);
  expect(watched.foreign).toEqual([]);
});

test('choosing another VOS network segments all columns again and updates the address', async ({
  page,
}) => {
  const columns = new ShownColumns(page);
  await page.goto('/?seq=reef-crossing&crf=45&ep=wasm&frames=4&live');
  await columns.finished();
  await expect(columns.column('x265')).not.toContainText('retrained');

  await page.getByTestId('provider').click();
  await page.getByRole('radio', { name: /^Compact VOS, retrained/ }).check();
  await page.keyboard.press('Escape');
  await expect(page).toHaveURL(/cols=truth,orig:compact-retrained,/);
  await columns.finished();
  for (const name of ['original', 'x265', 'ours'] as const) {
    await expect(columns.column(name).locator('header')).toContainText('Compact VOS, retrained');
  }

  await page.reload();
  await columns.finished();
  await page.getByTestId('provider').click();
  await expect(page.getByRole('radio', { name: /^Compact VOS, retrained/ })).toBeChecked();
});

test('keys step through the frames and update the address', async ({ page }) => {
  const columns = new ShownColumns(page);
  await page.goto('/?seq=reef-crossing&frame=0&ep=wasm&frames=5');
  await expect(columns.column('truth').locator('[data-picture="0"]')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(columns.column('truth').locator('[data-picture="2"]')).toBeVisible();
  await expect(page).toHaveURL(/frame=2/);
  await page.keyboard.press('End');
  await expect(page).toHaveURL(/frame=4/);
  await page.keyboard.press('Home');
  await expect(page).toHaveURL(/frame=0/);
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Play' })).toBeVisible();
});

test('a new CRF of a column encodes it again and leaves the others alone', async ({ page }) => {
  const columns = new ShownColumns(page);
  await page.goto('/?seq=reef-crossing&crf=45&ep=wasm&frames=4');
  await columns.finished();
  // The facts contain the measured times, so they would change if anything ran again.
  const facts = (kind: 'original' | 'x265' | 'ours') => columns.column(kind).locator('dl').last();
  const before = await Promise.all([facts('original').textContent(), facts('ours').textContent()]);
  const bits = await facts('x265').textContent();
  await columns.column('x265').getByRole('slider', { name: 'CRF' }).focus();
  await page.keyboard.press('ArrowLeft');
  await expect(page).toHaveURL(/cols=truth,orig,x265@44,ours@45/);
  await expect(facts('x265')).not.toHaveText(bits ?? '');
  await columns.finished();
  expect(await Promise.all([facts('original').textContent(), facts('ours').textContent()])).toEqual(
    before,
  );

  await page.getByRole('button', { name: 'Codec' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(
    'ffmpeg -f rawvideo -video_size 854x480 -i input -c:v libx265 -preset veryfast ' +
      '-tune zerolatency -x265-params "crf=44:keyint=8:verbose=1" output.mkv -y',
  );
  await expect(dialog).toContainText('x265 [info]');
});

test('cancelling stops the work, and running again finishes it', async ({ page }) => {
  const columns = new ShownColumns(page);
  await page.goto('/?seq=reef-crossing&ep=wasm&live');
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'running');
  await expect.poll(() => page.workers().length).toBeGreaterThan(8);
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByRole('button', { name: 'Run again' })).toBeVisible();
  await expect(columns.stage('encode')).toHaveAttribute('data-status', 'stopped');
  // The workers of x265 have ended. (Playwright may still list the workers that started them.)
  const workers = () => page.workers().filter((worker) => /ffmpeg-core\.worker/.test(worker.url()));
  await expect.poll(() => workers().length).toBe(0);
  await page.getByRole('button', { name: 'Run again' }).click();
  await expect(columns.stage('decode')).toHaveAttribute('data-status', 'done');
});

test('an unknown sequence in the address is reported, and nothing starts', async ({ page }) => {
  await page.goto('/?seq=atlantis');
  await expect(page.getByRole('alert')).toContainText('atlantis');
  await expect(page.getByTestId('sequence')).toContainText('Choose a sequence');
});
