import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { BUILT_IN, writeFirstFrames } from './croppedSequence.ts';
import { dropFiles, ShownColumns } from './shownColumns.ts';

let folder: string;

test.beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-broken-'));
});

test.afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A DAVIS folder with the first frames of the built-in sequence, under another name. */
function davisFolder(name: string, frames = 3) {
  return writeFirstFrames(join(folder, 'DAVIS'), name, frames);
}

test('a dropped folder lists valid and broken sequences by name', async ({ page }) => {
  davisFolder('whole');
  const gap = davisFolder('gap', 4);
  rmSync(join(gap.annotations, '00002.png'));
  const bare = davisFolder('bare');
  rmSync(bare.annotations, { recursive: true });
  const headless = davisFolder('headless');
  rmSync(join(headless.annotations, '00000.png'));

  await page.goto('/?seq=');
  await dropFiles(page, join(folder, 'DAVIS'));
  const dialog = page.getByRole('dialog');
  const broken = dialog.getByRole('region', { name: 'Sequences that cannot be opened' });
  await expect(broken).toContainText(/gap.*00002/);
  await expect(broken).toContainText(/bare.*Annotations/);
  await expect(broken).toContainText(/headless.*00000/);

  await dialog.getByRole('button', { name: /whole/ }).click();
  const columns = new ShownColumns(page);
  await expect(columns.column('truth').locator('[data-picture="1"]')).toBeVisible();
});

test('a folder without sequences is reported, and the open sequence stays', async ({ page }) => {
  davisFolder('whole');
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&frames=3&frame=0`);
  const columns = new ShownColumns(page);
  await expect(columns.column('truth').locator('[data-picture="0"]')).toBeVisible();
  await dropFiles(page, join(folder, 'DAVIS'));
  await expect(page.getByRole('dialog')).toContainText('whole');
  await page.keyboard.press('Escape');

  const notes = join(folder, 'notes');
  mkdirSync(notes);
  writeFileSync(join(notes, 'notes.txt'), 'nothing to see');
  await dropFiles(page, notes);
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('alert')).toContainText('JPEGImages');
  await expect(dialog.getByRole('button', { name: /whole/ })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(page.getByTestId('sequence')).toContainText(BUILT_IN);
  await columns.finished();
});

test('truncated pictures and annotations are named when they are read', async ({ page }) => {
  const cut = davisFolder('cut');
  truncateSync(join(cut.pictures, '00001.jpg'), 20_000);
  const torn = davisFolder('torn');
  const annotation = join(torn.annotations, '00001.png');
  truncateSync(annotation, Math.floor(readFileSync(annotation).length / 2));

  await page.goto('/?seq=');
  await dropFiles(page, join(folder, 'DAVIS'));
  await page.getByRole('dialog').getByRole('button', { name: /cut/ }).click();
  await expect(page.getByRole('alert')).toContainText(/cut.*00001\.jpg/);

  await page.getByTestId('sequence').click();
  await page.getByRole('dialog').getByRole('button', { name: /torn/ }).click();
  await expect(page.getByRole('alert')).toContainText(/torn.*00001\.png/);
});

test('a network file that fails to load is named, and loading can be retried', async ({ page }) => {
  const file = /encode_key.*\.onnx/;
  let damaged = true;
  await page.context().route(file, async (route) => {
    // Ignore errors of requests whose worker has ended.
    await (damaged ? route.fulfill({ body: 'not a network' }) : route.continue()).catch(() => {});
  });
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&frames=3`);
  await expect(page.getByRole('alert')).toContainText('encode_key.onnx');
  damaged = false;
  await page.getByRole('button', { name: 'Try again' }).click();
  await new ShownColumns(page).finished();
});

test('a page without shared memory names the missing headers', async ({ page }) => {
  // Only the document: other requests may be pending when the test ends, and would make it fail.
  await page.route(
    (url) => url.pathname === '/',
    async (route) => {
      const response = await route.fetch();
      const headers = response.headers();
      delete headers['cross-origin-opener-policy'];
      delete headers['cross-origin-embedder-policy'];
      await route.fulfill({ response, headers });
    },
  );
  await page.goto('/');
  await expect(page.locator('body')).toContainText('Cross-Origin-Embedder-Policy: require-corp');
});
