// The app on servers that send no headers, without a connection, and while it is updated.
import { createHash } from 'node:crypto';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, test } from '@playwright/test';
import { contentSecurityPolicy } from '../src/offline/isolationHeaders.ts';
import { BUILT_IN } from './croppedSequence.ts';
import { type PlainServer, servePlainly } from './plainServer.ts';
import { ShownColumns } from './shownColumns.ts';

test.use({ serviceWorkers: 'allow' });

let server: PlainServer;

test.beforeEach(async ({ browserName: _ }, { config }) => {
  server = await servePlainly(config.metadata.app, 'some/path');
});

test.afterEach(() => server.close());

/** Counts how often the page loads, its own reloads included. */
function countLoads(page: Page): { count: number } {
  const loads = { count: 0 };
  page.on('domcontentloaded', () => {
    loads.count++;
  });
  return loads;
}

/** Waits until the service worker keeps these parts. */
async function kept(page: Page, ...parts: string[]): Promise<void> {
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  for (const part of parts) {
    await expect(page.locator(`[data-part="${part}"][data-kept]`)).toBeVisible();
  }
  await page.keyboard.press('Escape');
}

/** Addresses of all kept files, without the server's. */
function keptAddresses(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const names = await caches.keys();
    const stores = await Promise.all(names.map((name) => caches.open(name)));
    const requests = await Promise.all(stores.map((store) => store.keys()));
    return requests.flat().map(({ url }) => url.slice(document.baseURI.split('?')[0]?.length));
  });
}

test('a server without headers, under a path, shows the recording after one reload, isolated', async ({
  page,
}) => {
  const loads = countLoads(page);
  await page.goto(`${server.url}?ep=wasm`);
  await new ShownColumns(page).recorded();
  await expect(page.locator('article[data-complete]')).toHaveCount(4);
  expect(loads.count).toBe(2);
  expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
  const policy = await page.evaluate(async () => {
    const response = await fetch(document.baseURI);
    return response.headers.get('Content-Security-Policy');
  });
  expect(policy).toBe(contentSecurityPolicy());
  // Another visit needs no reload.
  await page.goto(`${server.url}?ep=wasm&frame=3`);
  await new ShownColumns(page).recorded();
  expect(loads.count).toBe(3);
});

test('what a first visit loads from such a server is not loaded twice', async ({ page }) => {
  await page.goto(`${server.url}?ep=wasm`);
  await new ShownColumns(page).recorded();
  await kept(page, 'app', 'computing', 'wasm');
  const counts = new Map<string, number>();
  for (const each of server.requests) counts.set(each, (counts.get(each) ?? 0) + 1);
  const twice = [...counts].filter(([, count]) => count > 1).map(([name]) => name);
  // These are loaded before the service worker runs; browsers ask for it itself again.
  const before =
    /^200 (serviceWorker\.js|index\.html|icon\.svg|manifest\.webmanifest|icons\/.*|assets\/index-[^/]*)$/;
  expect(twice.filter((name) => !before.test(name))).toEqual([]);
  expect(server.requests.filter((name) => !name.startsWith('200 '))).toEqual([]);
});

test('without a connection a reload shows the recording, and a run computes', async ({ page }) => {
  await page.goto(`${server.url}?ep=wasm`);
  await new ShownColumns(page).recorded();
  await kept(page, 'app', 'computing', 'wasm');
  // Playwright's `setOffline` leaves the service worker its connection.
  await server.close();
  await page.reload();
  await new ShownColumns(page).recorded();
  await expect(page.locator('article[data-complete]')).toHaveCount(4);
  await page.goto(`${server.url}?seq=${BUILT_IN}&live&ep=wasm&frames=2&cols=truth,x265@45,ours@48`);
  await new ShownColumns(page).finished();
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('files of the server’s own folder, and those that no build has, are never kept', async ({
  page,
  baseURL,
}) => {
  await page.goto(`${baseURL}/?seq=${BUILT_IN}&ep=wasm`);
  await new ShownColumns(page).recorded();
  await kept(page, 'app');
  const statuses = await page.evaluate(async () => {
    const files = ['davis/index.json', 'icon.svg', '_headers'];
    return Promise.all(files.map(async (file) => (await fetch(file)).status));
  });
  expect(statuses).toEqual([200, 200, 200]);
  const addresses = await keptAddresses(page);
  expect(addresses.some((address) => address.startsWith('icon.svg'))).toBe(true);
  expect(addresses.filter((address) => /^davis\/|^_headers/.test(address))).toEqual([]);
});

test('a full disk is named, with what to do, and loading ends, also at the next visit', async ({
  page,
  context,
}) => {
  const session = await context.newCDPSession(page);
  const { origin } = new URL(server.url);
  await page.goto(`${server.url}?ep=wasm`);
  await new ShownColumns(page).recorded();
  await kept(page, 'app', 'computing', 'wasm', 'lessons');
  await session.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1e6 });
  const before = server.requests.length;
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await page.getByRole('button', { name: /^Keep: Other networks/ }).click();
  await expect(page.getByRole('alert')).toContainText('Free up disk space');
  expect(server.requests.slice(before)).toHaveLength(1);
  await page.reload();
  await new ShownColumns(page).recorded();
  await page.getByRole('button', { name: 'Help', exact: true }).click();
  await expect(page.getByRole('alert')).toContainText('Free up disk space');
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
  expect(server.requests.slice(before).filter((name) => name.endsWith('.onnx'))).toHaveLength(1);
});

test.describe('where no service worker can run', () => {
  test.use({ serviceWorkers: 'block' });

  test('the page says what is missing and what to do, and does not reload', async ({ page }) => {
    const loads = countLoads(page);
    await page.goto(server.url);
    const message = page.getByRole('alert');
    await expect(message).toContainText('Maskscope cannot run here');
    await expect(message).toContainText('docs/hosting.md');
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    expect(loads.count).toBe(1);
  });
});

test('a page that a reload does not isolate says so, and does not reload again', async ({ page }, {
  config,
}) => {
  const headers = { 'Cross-Origin-Opener-Policy': 'unsafe-none' };
  const strange = await servePlainly(config.metadata.app, 'x', 0, headers);
  try {
    const loads = countLoads(page);
    await page.goto(strange.url);
    const message = page.getByRole('alert');
    await expect(message).toContainText('the browser does not isolate the page');
    expect(loads.count).toBe(2);
  } finally {
    await strange.close();
  }
});

test('a page whose script cannot be loaded has a text', async ({ page }) => {
  await page.route('**/assets/index-*.js', (route) => route.abort());
  await page.goto(server.url);
  await expect(page.getByText('its script could not be loaded or run')).toBeVisible();
});

test.describe('with service workers blocked', () => {
  test.use({ serviceWorkers: 'block' });

  test('an app that cannot be loaded says so', async ({ page, baseURL }) => {
    await page.route('**/assets/runApp-*.js', (route) => route.abort());
    await page.goto(baseURL ?? '');
    await expect(page.getByRole('alert')).toContainText('Maskscope could not be started');
  });

  test('a dialog that cannot be loaded says so, and the page goes on', async ({
    page,
    baseURL,
  }) => {
    await page.route('**/assets/Report-*.js', (route) => route.abort());
    await page.goto(`${baseURL}/?seq=${BUILT_IN}&ep=wasm`);
    await new ShownColumns(page).recorded();
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('The report could not be loaded');
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await page.keyboard.press('4');
    await expect(page.locator('article [data-picture]:visible')).toHaveCount(1);
  });
});

test.describe('an update', () => {
  let folder: string;
  test.beforeEach(({ browserName: _ }, { config }) => {
    folder = mkdtempSync(join(tmpdir(), 'maskscope-update-'));
    writeNextVersion(config.metadata.app, folder);
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('says so and waits; pages of the former version keep their files, also after it', async ({
    page,
    context,
  }) => {
    const other = await openFormer(context);
    await page.goto(`${server.url}?ep=wasm`);
    await new ShownColumns(page).recorded();
    await kept(page, 'app');
    server.folder = folder;
    const loads = countLoads(page);
    await page.reload();
    await expect(page.getByText('A new version of Maskscope is ready')).toBeVisible();
    // It is still the former version, of which the server has no report any more.
    await expect(page).toHaveTitle('Maskscope');
    await openReport(page);
    await expect(page).toHaveTitle('Maskscope');
    expect(loads.count).toBe(1);
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    await page.getByRole('button', { name: 'Reload', exact: true }).click();
    await expect(page).toHaveTitle('Maskscope, next version');
    await new ShownColumns(page).recorded();
    await openReport(page);
    await expect(page.getByText('A new version of Maskscope is ready')).toHaveCount(0);
    // The other tab was left alone.
    await expect(other).toHaveTitle('Maskscope');
    await openReport(other);
  });

  test('whose page a host’s cache still holds back is not used, is reported, and comes later', async ({
    page,
  }) => {
    await page.goto(`${server.url}?ep=wasm`);
    await new ShownColumns(page).recorded();
    await kept(page, 'app');
    const next = readFileSync(join(folder, 'index.html'));
    cpSync(join(server.folder, 'index.html'), join(folder, 'index.html'));
    server.folder = folder;
    await page.reload();
    await page.getByRole('button', { name: 'Help', exact: true }).click();
    await expect(page.getByText('the server has another version of index.html')).toBeVisible();
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
    writeFileSync(join(folder, 'index.html'), next);
    await page.reload();
    await page.getByRole('button', { name: 'Reload', exact: true }).click();
    await expect(page).toHaveTitle('Maskscope, next version');
  });

  async function openFormer(context: BrowserContext): Promise<Page> {
    const page = await context.newPage();
    await page.goto(`${server.url}?ep=wasm`);
    await new ShownColumns(page).recorded();
    return page;
  }

  async function openReport(page: Page): Promise<void> {
    await page.getByRole('button', { name: 'Report', exact: true }).click();
    await expect(page.getByRole('dialog').getByRole('tab', { name: 'Tables' })).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
  }
});

test('the manifest is valid, and the page can be installed', async ({ page, context }) => {
  await page.goto(`${server.url}?ep=wasm`);
  await new ShownColumns(page).recorded();
  const session = await context.newCDPSession(page);
  const { url, errors } = await session.send('Page.getAppManifest');
  expect(url).toBe(`${server.url}manifest.webmanifest`);
  expect(errors).toEqual([]);
  const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
  // Tests run in private windows.
  const others = installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito');
  expect(others).toEqual([]);
});

/**
 * Writes a build of another version: a changed page, and the page's scripts and the report's under
 * other names, as a build names them after a change.
 */
function writeNextVersion(app: string, folder: string): void {
  cpSync(app, folder, { recursive: true, filter: (path) => !/\.(br|gz)$/.test(path) });
  const assets = join(folder, 'assets');
  const renamed = readdirSync(assets).filter((name) => /^(index|runApp|Report)-.*\.js$/.test(name));
  expect(renamed.length).toBeGreaterThanOrEqual(3);
  const rename = (text: string) =>
    renamed.reduce((all, name) => all.replaceAll(name, nextName(name)), text);
  const texts = readdirSync(assets).filter((name) => name.endsWith('.js'));
  for (const name of texts) {
    const path = join(assets, name);
    writeFileSync(path, rename(readFileSync(path, 'utf8')));
    if (renamed.includes(name)) renameSync(path, join(assets, nextName(name)));
  }
  const page = join(folder, 'index.html');
  const html = readFileSync(page, 'utf8');
  writeFileSync(page, rename(html).replace('<title>Maskscope', '<title>Maskscope, next version'));
  const worker = join(folder, 'serviceWorker.js');
  const script = rename(readFileSync(worker, 'utf8'));
  // The list of files is JSON, with keys in alphabetical order.
  const listed = script.replaceAll(/"sha256":"\w+","url":"([^"]+)"/g, (_, url: string) => {
    const data = readFileSync(join(folder, decodeURI(url)));
    return `"sha256":"${createHash('sha256').update(data).digest('hex')}","url":"${url}"`;
  });
  const changed = listed.replace(
    /"revision":"\w+"(,"sha256":"\w+","url":"index\.html")/,
    '"revision":"next"$1',
  );
  expect(changed).not.toBe(listed);
  expect(listed).not.toBe(script);
  writeFileSync(worker, changed);
}

function nextName(name: string): string {
  return name.replace(/\.js$/, '-next.js');
}
