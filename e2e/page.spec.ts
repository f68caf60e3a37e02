import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from '@playwright/test';
import { BUILT_IN } from './croppedSequence.ts';
import { ShownColumns } from './shownColumns.ts';

/** Opens the recorded run of the built-in sequence, which is there at once. */
async function open(page: Page, view = ''): Promise<void> {
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&frame=54${view}`);
  await new ShownColumns(page).recorded();
  await expect(page.locator('article[data-column="ours"] [data-mask]')).toBeVisible();
}

for (const [width, height] of [
  [1280, 720],
  [1920, 1080],
] as const) {
  test(`pictures cover half of the screen at ${width}×${height}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await open(page);
    const boxes = await page
      .locator('article [data-picture]')
      .evaluateAll((pictures) =>
        pictures.map((picture) => picture.getBoundingClientRect().toJSON()),
      );
    expect(boxes).toHaveLength(4);
    const area = boxes.reduce((sum, box) => sum + box.width * box.height, 0);
    expect(area / (width * height)).toBeGreaterThanOrEqual(0.5);
    for (const { bottom } of boxes) expect(bottom).toBeLessThanOrEqual(height);
    const transport = page.getByRole('region', { name: 'Playback' });
    await expect(transport).toBeInViewport({ ratio: 1 });
    // An enlarged column fits too.
    await page.keyboard.press('4');
    await expect(page.locator('article [data-picture]:visible')).toHaveCount(1);
    const large = await page.locator('article[data-column="ours"] [data-picture]').boundingBox();
    expect((large?.y ?? 0) + (large?.height ?? 0)).toBeLessThanOrEqual(height);
    expect(large?.height ?? 0).toBeGreaterThan(height * 0.65);
    await expect(transport).toBeInViewport({ ratio: 1 });
  });
}

test('on a phone the transport stays at the bottom, and nothing is wider than the screen', async ({
  page,
}) => {
  for (const [width, height] of [
    [390, 844],
    [320, 640],
  ] as const) {
    await page.setViewportSize({ width, height });
    await open(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const transport = page.getByRole('region', { name: 'Playback' });
    for (const place of [0, 300]) {
      await page.evaluate((top) => scrollTo(0, top), place);
      const box = await transport.boundingBox();
      expect(Math.abs((box?.y ?? 0) + (box?.height ?? 0) - height)).toBeLessThanOrEqual(1);
    }
    const header = await page.locator('header').first().boundingBox();
    expect(header?.height).toBe(44);
  }
});

test('the page holds still while a first run fills it', async ({ page }) => {
  await page.addInitScript(() => {
    const shifts: { value: number; what: string }[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as unknown as LayoutShift[]) {
        const nodes = entry.sources.map(({ node }) =>
          node instanceof Element ? `${node.tagName}.${node.className}` : String(node?.textContent),
        );
        shifts.push({ value: entry.value, what: nodes.join(', ') });
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&frames=3&live`);
  await new ShownColumns(page).finished();
  const shifts = await page.evaluate(
    () => (window as unknown as { shifts: { value: number; what: string }[] }).shifts,
  );
  const sum = shifts.reduce((total, { value }) => total + value, 0);
  expect(sum, JSON.stringify(shifts)).toBeLessThan(0.05);
});

/** Of the Layout Instability API, which TypeScript does not know. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
  readonly sources: readonly { readonly node: Node | null }[];
}

test('the space bar plays, whatever was clicked last, and belongs to a button reached by keyboard', async ({
  page,
}) => {
  await open(page);
  await page.getByRole('button', { name: 'Next frame' }).click();
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press(' ');
  // Popovers leave the page usable.
  await page.getByRole('button', { name: 'Masks', exact: true }).click();
  await page.getByRole('dialog', { name: 'Layers' }).getByLabel('Errors').check();
  await page.keyboard.press(' ');
  await expect(page.getByRole('button', { name: 'Pause' })).toBeVisible();
  await page.keyboard.press(' ');
  await page.keyboard.press('Escape');
  const loupe = page.getByRole('button', { name: 'Loupe' });
  await page.getByRole('button', { name: 'Two pictures' }).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(loupe).toBeFocused();
  await page.keyboard.press(' ');
  await expect(loupe).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
});

for (const colorScheme of ['dark', 'light'] as const) {
  test(`axe finds nothing on the page and in its dialogs, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await open(page);
    await check(page, 'the page');
    for (const name of [
      'Codec',
      'Mask stream',
      'Report',
      'Figure',
      'Clip',
      'Table',
      'Runs',
      'Talk',
      'Networks',
      'Help',
      /^reef-crossing/,
      'Masks',
    ]) {
      await page.getByRole('button', { name, exact: true }).click();
      const dialog = page.getByRole('dialog');
      await expect(dialog).toBeVisible();
      await check(page, String(name));
      for (const tab of await dialog.getByRole('tab').all()) {
        await tab.click();
        await check(page, `${name}: ${await tab.textContent()}`);
      }
      await page.keyboard.press('Escape');
      await expect(dialog).toBeHidden();
    }
    await page.getByRole('button', { name: 'Settings of Ours' }).click();
    await check(page, 'the settings of a column');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add column' }).click();
    // A menu stands beside the landmarks while it is open, as in WAI-ARIA's own examples.
    await check(page, 'the menu of columns', ['region']);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'PSNR-Y', exact: true }).first().click();
    await check(page, 'a term');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Paint the first frame’s mask' }).click();
    await check(page, 'the painter');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.keyboard.press('4');
    await check(page, 'an enlarged column');
    await page.goto(`${page.url()}&enlarged=3&fill=mode&grid=coding&vectors&block=3,220,280`);
    await new ShownColumns(page).recorded();
    await expect(page.getByTestId('block-card')).toContainText('64×64');
    await check(page, 'a block with its facts');
    await page.getByTitle('What is drawn over the pictures').click();
    await check(page, 'the settings of blocks');
    await page.keyboard.press('Escape');
    await page.keyboard.press('i');
    for (const key of ['r', 'd', 'l', 'w']) await page.keyboard.press(key);
    await check(page, 'two pictures with loupe and difference');
  });
}

async function check(page: Page, state: string, except: string[] = []): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).disableRules(except).analyze();
  const found = violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
  expect(found, state).toEqual([]);
}
