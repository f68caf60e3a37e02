import { expect, test } from '@playwright/test';
import { BUILT_IN } from './croppedSequence.ts';
import { ShownColumns, watchPage } from './shownColumns.ts';

// What other browsers do differently (docs/browsers.md), in Chromium.

test('a language that is none, as in WebKitGTK with LANG=C, does not stop the page', async ({
  page,
  baseURL,
}) => {
  const { errors } = watchPage(page, baseURL ?? '');
  await page.addInitScript(() => {
    Object.defineProperty(Navigator.prototype, 'language', { get: () => 'C', configurable: true });
  });
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await new ShownColumns(page).recorded();
  await expect(page.getByTestId('moments').locator('canvas').first()).toBeVisible();
  expect(errors).toEqual([]);
});

test('a drop without its files is said to be one, and the page stays', async ({ page }) => {
  await page.goto('/?seq=&ep=wasm');
  const drop = (address: string) =>
    page.evaluate((dropped) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.setData('text/uri-list', dropped);
      const event = { dataTransfer, bubbles: true, cancelable: true };
      const accepted = ['dragover', 'drop'].map(
        (type) => !document.body.dispatchEvent(new DragEvent(type, event)),
      );
      return accepted;
    }, address);
  await expect(page.getByTestId('sequence')).toBeVisible();
  expect(await drop('file:///home/ada/DAVIS')).toEqual([true, true]);
  await expect(page.getByRole('alert')).toHaveText(
    /did not hand over the dropped files\. Use “Open a folder…” or “Open files…”/,
  );
  expect(await drop('https://example.org/clip.mp4')).toEqual([true, true]);
  await expect(page.getByRole('alert')).toHaveText(/A link was dropped, not a file: https/);
});

test('a browser without a file system of its own says so where runs are kept', async ({ page }) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'storage', { value: undefined });
  });
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await new ShownColumns(page).recorded();
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  await expect(page.getByRole('dialog', { name: 'Runs' })).toContainText(
    'Runs cannot be kept: this browser has no file system of its own for pages (OPFS).',
  );
  await page.keyboard.press('Escape');
  await expect(page.getByRole('alert')).toHaveCount(0);
});
