// Faults of the server, of workers and of files that a page has to survive; see docs/reliability.md.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, type Page, test } from '@playwright/test';
import { seededRandom } from '../src/masks/seededRandom.ts';
import { BUILT_IN, writeFirstFrames } from './croppedSequence.ts';
import { dropFiles, ShownColumns } from './shownColumns.ts';

const RUN = `/?seq=${BUILT_IN}&live&ep=wasm&frames=2&cols=orig,x265@45`;

function alertWith(page: Page, text: string | RegExp) {
  return page.getByRole('alert').filter({ hasText: text }).first();
}

for (const [name, files] of [
  ['a script of ffmpeg', '**/ffmpeg-core.worker-*.js'],
  ['ffmpeg itself', '**/ffmpeg-core-*.wasm'],
  ['a network', '**/encode_key-*.onnx'],
  ['onnxruntime-web', '**/ort-wasm-simd-threaded-*.wasm'],
  ['a worker', '**/codec.worker-*.js'],
] as const) {
  test(`a page that is open while ${name} is replaced says that Maskscope was updated`, async ({
    page,
  }) => {
    // Servers of single-page apps answer every unknown path with the page.
    await page.route(files, (route) =>
      route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }),
    );
    await page.goto(RUN);
    await expect(alertWith(page, 'Maskscope was updated')).toContainText('eload the page');
  });
}

test.describe('a damaged video', () => {
  let folder: string;
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'maskscope-faults-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  // An EBML header, then a segment whose first element is longer than the segment.
  const matroska = [
    ...[0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84, 0x77, 0x65, 0x62, 0x6d],
    ...[0x18, 0x53, 0x80, 0x67, 0x90, 0xbf, 0x10, 0x04, 0xf7, 0xf4, ...new Array(28).fill(0)],
  ];

  test('is refused by name, and the page goes on', async ({ page }) => {
    const video = join(folder, 'hang.mkv');
    writeFileSync(video, Uint8Array.from(matroska));
    await page.goto('/?seq=');
    await dropFiles(page, video);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('hang.mkv is damaged at byte');
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  });
});

test('names of files are shown as text, whatever they contain', async ({ page }) => {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-names-'));
  try {
    const name = '<img src=x onerror="window.attacked = true">';
    writeFirstFrames(folder, name, 2);
    writeFileSync(join(folder, 'torn.zip'), 'PK');
    await page.goto('/?seq=');
    await dropFiles(page, folder);
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText(name);
    await dialog.getByRole('button', { name }).click();
    await expect(page.locator('article[data-column="truth"]')).toBeVisible();
    const attacked = await page.evaluate(() => Reflect.get(window, 'attacked'));
    expect(attacked).toBeUndefined();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('a page that may store nothing computes and shows everything, and says so', async ({
  page,
}) => {
  await page.addInitScript(() => {
    const deny = () => Promise.reject(new DOMException('denied', 'SecurityError'));
    Object.defineProperty(navigator.storage, 'getDirectory', { value: deny });
    Object.defineProperty(window, 'indexedDB', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('denied', 'SecurityError');
      },
    });
  });
  await page.goto(RUN.replace('&live', ''));
  await new ShownColumns(page).finished();
  await expect(alertWith(page, 'does not allow this page to store anything')).toBeVisible();
});

test('two tabs compute at the same time and keep their runs', async ({ context }) => {
  const tabs = [await context.newPage(), await context.newPage()];
  const addresses = ['x265@45', 'x265@40'].map((column) =>
    RUN.replace('&live', '').replace('x265@45', column),
  );
  await Promise.all(tabs.map((tab, index) => tab.goto(addresses[index] ?? RUN)));
  for (const tab of tabs) {
    await new ShownColumns(tab).finished();
    await expect(tab.getByRole('alert')).toHaveCount(0);
  }
  // Each is there after a reload.
  for (const tab of tabs) {
    await expect(async () => {
      await tab.reload();
      await expect(tab.getByText('Kept in this browser')).toBeVisible({ timeout: 5_000 });
    }).toPass();
  }
});

test('a tab that is frozen in the middle of a run goes on when it is shown again', async ({
  page,
}) => {
  await page.goto(RUN);
  const session = await page.context().newCDPSession(page);
  await expect(page.locator('article[data-column="original"]')).toBeVisible();
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  await new ShownColumns(page).finished();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('keys and clicks at random cause no error', async ({ page }) => {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.goto(RUN);
  const random = seededRandom(20_261_130);
  const keys = ['Escape', 'Space', 'ArrowLeft', 'ArrowRight', 'Home', 'End', 'Tab', 'Enter'];
  const letters = [...'abcdefghijklmnopqrstuvwxyz0123456789?'];
  for (let step = 0; step < 150; step++) {
    if (random() < 0.5) {
      const all = [...keys, ...letters];
      await page.keyboard.press(all[Math.floor(random() * all.length)] ?? 'Escape');
    } else {
      await page.mouse.click(Math.floor(random() * 1280), Math.floor(random() * 720));
    }
  }
  expect(errors).toEqual([]);
  await page.goto(RUN);
  await new ShownColumns(page).finished();
});
