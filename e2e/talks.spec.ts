import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import AxeBuilder from '@axe-core/playwright';
import { type BrowserContext, expect, type Page, type TestInfo, test } from '@playwright/test';
import { pageHeaders } from '../src/offline/isolationHeaders.ts';
import { embeddersOf } from '../src/server/isolation.ts';
import { newView } from '../src/talks/talk.ts';
import { bundleTalk } from '../src/talks/talkBundle.ts';
import { BUILT_IN, SAMPLES } from './croppedSequence.ts';
import { dropFiles, ShownColumns, watchPage } from './shownColumns.ts';

/** Smallest type of a presentation at 1280×720. */
const LEAST_FONT = 24;

const RUN = `${BUILT_IN}.maskscope`;

/** What the talk that the tests present shows: layers with a legend, single columns, pairs, blocks. */
const VIEWS = [
  { title: 'What was filmed', state: 'frame=20' },
  { title: 'What x265 breaks', state: 'frame=54&layer=errors' },
  { title: 'Ours, alone', state: 'frame=54&enlarged=4' },
  { title: 'Before and after', state: 'frame=54&pair=3,4,wipe,50' },
  { title: 'Where the bits go', state: 'frame=54&layer=plain&fill=mode&grid=coding' },
] as const;

/** The requests for networks and ffmpeg since. */
function watchComputing(page: Page): string[] {
  const requested: string[] = [];
  page.context().on('request', (request) => {
    if (/\.onnx$|ffmpeg-core|ort-wasm/.test(request.url())) requested.push(request.url());
  });
  return requested;
}

/** The pages, with what is embedded in them, that want to keep files for use offline since. */
function watchKeeping(context: BrowserContext): Set<Page> {
  const keeping = new Set<Page>();
  context.on('console', (message) => {
    const owner = message.page();
    if (owner && message.text().includes('Service Worker registration')) keeping.add(owner);
  });
  return keeping;
}

/** Writes a talk of five views with the run that they are shown from. */
async function writeTalk(info: TestInfo): Promise<string> {
  const cols = 'cols=truth,orig,x265@45,ours@48';
  const views = VIEWS.map(({ title, state }, index) =>
    newView({
      title,
      notes: `Notes of view ${index + 1}`,
      address: `?seq=${BUILT_IN}&${cols}&${state}&run=${RUN}`,
      picture: null,
    }),
  );
  const run = { name: RUN, data: new Blob([readFileSync(`${SAMPLES}/${RUN}`)]) };
  const { name, data } = await bundleTalk({ title: 'Five views', views }, [run]);
  const path = info.outputPath(name);
  writeFileSync(path, Buffer.from(await data.arrayBuffer()));
  return path;
}

const talkDialog = (page: Page) => page.getByRole('dialog', { name: 'Talk' });
const presentation = (page: Page) => page.getByTestId('presentation');
const title = (page: Page) => page.getByRole('heading', { level: 1 });

/** Opens the list of views. */
async function openTalk(page: Page) {
  await page.getByRole('button', { name: 'Talk', exact: true }).click();
  return talkDialog(page);
}

/** The titles of the views in the list. */
async function listed(page: Page): Promise<string[]> {
  const fields = await talkDialog(page)
    .getByLabel(/^Title of view/)
    .all();
  return Promise.all(fields.map((field) => field.inputValue()));
}

/** Waits until a view is on the screen with its pictures. */
async function expectView(page: Page, number: number): Promise<void> {
  const view = VIEWS[number - 1];
  await expect(title(page)).toHaveText(view?.title ?? '');
  const frame = /frame=(\d+)/.exec(view?.state ?? '')?.[1] ?? '';
  await expect(page.locator(`[data-picture="${frame}"]`).first()).toBeVisible();
}

/** The texts on the screen that are smaller than a talk needs, with their sizes. */
function smallTexts(page: Page, least: number): Promise<string[]> {
  return page.evaluate((limit) => {
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { width, height } = range.getBoundingClientRect();
      const isSeen = element?.checkVisibility({ visibilityProperty: true, opacityProperty: true });
      if (!element || !isSeen || width === 0 || height === 0) continue;
      const size = Number.parseFloat(getComputedStyle(element).fontSize);
      if (size < limit) found.push(`${size} px: ${node.textContent}`);
    }
    return found;
  }, least);
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations).toEqual([]);
}

test('a talk of five views is collected, arranged and saved, and opens elsewhere without computing', async ({
  page,
  browser,
  baseURL,
}, info) => {
  const columns = new ShownColumns(page);
  const computing = watchComputing(page);
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await columns.recorded();
  await expect(page.locator('article[data-complete]')).toHaveCount(4);
  const dialog = talkDialog(page);
  for (const [index, keys] of [[], ['r'], ['n'], ['m', '4'], ['4', 'w']].entries()) {
    for (const key of keys) await page.keyboard.press(key);
    await openTalk(page);
    await dialog.getByRole('button', { name: 'Add this view' }).click();
    await expect(dialog.getByRole('listitem')).toHaveCount(index + 1);
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
  }
  await openTalk(page);
  expect(await listed(page)).toEqual([
    `${BUILT_IN}, frame 54`,
    `${BUILT_IN}: errors`,
    `${BUILT_IN}: plain`,
    `${BUILT_IN}: Ours`,
    `${BUILT_IN}: x265 and Ours, wiped`,
  ]);
  // Each has a picture, and a run that it is shown from.
  await expect(dialog.getByRole('listitem').locator('img')).toHaveCount(5);
  await expect(dialog.getByText('computes when shown')).toHaveCount(0);
  await expectAccessible(page);

  // With the keyboard.
  await dialog.getByLabel('Title of the talk').fill('My five views');
  await dialog.getByLabel('Title of view 3').fill('Third');
  await dialog.getByLabel('Notes, for you alone').nth(2).fill('Speak slowly.');
  await dialog.getByRole('button', { name: 'Earlier: Third' }).press('Enter');
  await expect.poll(async () => (await listed(page)).indexOf('Third')).toBe(1);
  await dialog.getByRole('button', { name: `Delete ${BUILT_IN}: errors` }).press('Enter');
  await expect(dialog.getByRole('listitem')).toHaveCount(4);
  await dialog.getByRole('button', { name: 'Undo' }).press('Enter');
  await expect
    .poll(() => listed(page))
    .toEqual([
      `${BUILT_IN}, frame 54`,
      'Third',
      `${BUILT_IN}: errors`,
      `${BUILT_IN}: Ours`,
      `${BUILT_IN}: x265 and Ours, wiped`,
    ]);

  // It is there after a reload.
  const before = await listed(page);
  await page.reload();
  await openTalk(page);
  await expect.poll(() => listed(page)).toEqual(before);
  await expect(dialog.getByText('computes when shown')).toHaveCount(0);

  await dialog.getByRole('button', { name: 'Save as a file' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: /With its runs/ }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('my-five-views.talk.zip');
  const file = info.outputPath(download.suggestedFilename());
  await download.saveAs(file);
  expect(computing).toEqual([]);

  const elsewhere = await browser.newContext({ viewport: { width: 1280, height: 720 } });
  try {
    const other = await elsewhere.newPage();
    const otherComputing = watchComputing(other);
    const { errors } = watchPage(other, baseURL ?? '');
    await other.goto(`${baseURL}/?seq=`);
    await dropFiles(other, file);
    await expect(talkDialog(other).getByLabel('Title of the talk')).toHaveValue('My five views');
    expect(await listed(other)).toEqual(before);
    await expect(talkDialog(other).getByText('computes when shown')).toHaveCount(0);
    await talkDialog(other).getByRole('button', { name: 'Present' }).click();
    for (const text of before) {
      await expect(title(other)).toHaveText(text);
      await expect(other.locator('[data-picture="54"]').first()).toBeVisible();
      await other.keyboard.press('PageDown');
    }
    expect(await other.evaluate(() => window.maskscope?.work().made)).toBe(0);
    expect(otherComputing).toEqual([]);
    expect(errors).toEqual([]);
  } finally {
    await elsewhere.close();
  }
});

test('a clicker goes through the views in large type, and nothing that it sends changes or reloads the page', async ({
  page,
}, info) => {
  const talk = await writeTalk(info);
  const columns = new ShownColumns(page);
  // Which keys the page keeps from the browser, e.g. F5, which reloads.
  await page.addInitScript(() => {
    const kept: string[] = [];
    Object.assign(window, { kept });
    addEventListener(
      'keydown',
      (event: KeyboardEvent) => {
        setTimeout(() => event.defaultPrevented && kept.push(event.key));
      },
      { capture: true },
    );
  });
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&cols=orig,x265@45&frame=10&layer=spotlight`);
  await columns.recorded();
  await dropFiles(page, talk);
  const dialog = talkDialog(page);
  await expect(dialog.getByRole('listitem')).toHaveCount(5);
  // A view without a run that is here is marked.
  await expect(dialog.getByText('computes when shown')).toHaveCount(0);
  const before = await page.evaluate(() => [location.href, history.length]);

  await dialog.getByRole('button', { name: 'Present' }).click();
  await expectView(page, 1);
  await expect.poll(() => page.evaluate(() => document.fullscreenElement?.tagName)).toBe('HTML');
  await expect(presentation(page)).toContainText('1 / 5');
  await expectAccessible(page);
  for (const [index, key] of ['PageDown', 'ArrowRight', 'ArrowDown', 'Enter'].entries()) {
    expect(await smallTexts(page, LEAST_FONT)).toEqual([]);
    await page.keyboard.press(key);
    await expectView(page, index + 2);
  }
  await expect(presentation(page).getByTestId('block-legend')).toContainText('skip');
  expect(await smallTexts(page, LEAST_FONT)).toEqual([]);
  // No control is seen, and the check above does find smaller texts.
  await expect(page.getByRole('banner').getByRole('button')).toHaveCount(0);
  expect((await smallTexts(page, 1000)).length).toBeGreaterThan(5);

  await page.keyboard.press('PageDown');
  await expectView(page, 5);
  for (const key of ['PageUp', 'ArrowLeft', 'ArrowUp', 'PageUp', 'PageUp']) {
    await page.keyboard.press(key);
  }
  await expectView(page, 1);
  await page.keyboard.press('End');
  await expectView(page, 5);
  await page.keyboard.press('Home');
  await expectView(page, 1);

  const black = page.getByRole('img', { name: /^Black screen/ });
  for (const key of ['.', 'b']) {
    await page.keyboard.press(key);
    await expect(black).toBeVisible();
    // Any key returns, and goes nowhere.
    await page.keyboard.press('PageDown');
    await expect(black).toHaveCount(0);
    await expectView(page, 1);
  }

  // Neither the keys that start a slide show nor the shortcuts of the page do anything.
  for (const key of [
    'F5',
    'Shift+F5',
    'r',
    'n',
    'i',
    'e',
    'l',
    'z',
    '2',
    'w',
    'q',
    'Delete',
    '\\',
  ]) {
    await page.keyboard.press(key);
  }
  await expectView(page, 1);
  const kept = await page.evaluate(() => (window as unknown as { kept: string[] }).kept);
  expect(kept.filter((key) => key === 'F5')).toHaveLength(2);
  await expect(page.locator('article[data-column]')).toHaveCount(4);
  await expect(page.locator('[data-picture="20"]')).toHaveCount(4);

  // Space plays, without leaving out a frame.
  await page.keyboard.press(' ');
  await expect(page.locator('[data-picture="20"]')).toHaveCount(0);
  await page.keyboard.press(' ');

  await page.keyboard.press('Escape');
  await expect(presentation(page)).toHaveCount(0);
  expect(await page.evaluate(() => document.fullscreenElement)).toBeNull();
  await columns.recorded();
  await expect(page.locator('article[data-column]')).toHaveCount(2);
  await expect(page.locator('[data-picture="10"]')).toHaveCount(2);
  expect(await page.evaluate(() => [location.href, history.length])).toEqual(before);

  // A clicker starts again with F5, because the list of views is open; what was typed is not lost.
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('Notes, for you alone').first().fill('Typed at the last moment');
  await page.keyboard.press('F5');
  await expectView(page, 1);
  // The browser leaves the full screen by itself.
  await expect.poll(() => page.evaluate(() => document.fullscreenElement !== null)).toBe(true);
  await page.evaluate(() => document.exitFullscreen());
  await expect(presentation(page)).toHaveCount(0);
  await expect(page.locator('[data-picture="10"]')).toHaveCount(2);
  // The list closes and opens as before.
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);
  await openTalk(page);
  const notes = dialog.getByLabel('Notes, for you alone').first();
  await expect(notes).toHaveValue('Typed at the last moment');
  // Neither is it if the list is closed meanwhile.
  await notes.fill('Typed later');
  await page.keyboard.press('Escape');
  await openTalk(page);
  await expect(notes).toHaveValue('Typed later');
});

test('what was computed is there again after a presentation, without computing', async ({
  page,
}, info) => {
  const talk = await writeTalk(info);
  const columns = new ShownColumns(page);
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm&live&frames=4&cols=truth,orig&frame=2`);
  await columns.finished();
  const made = () => page.evaluate(() => window.maskscope?.work().made ?? 0);
  const before = { made: await made(), score: await columns.score('original') };
  await dropFiles(page, talk);
  await talkDialog(page).getByRole('button', { name: 'Present' }).click();
  await expectView(page, 1);
  await page.keyboard.press('Escape');
  await expect(presentation(page)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await columns.finished();
  expect(await columns.score('original')).toBe(before.score);
  // The networks are loaded again; no frame is made.
  expect((await made()) - before.made).toBeLessThanOrEqual(1);
  await expect(page.locator('[data-picture="2"]')).toHaveCount(2);
  await expect(page).toHaveURL(/live/);
});

test('a view whose run is not here is marked, and damaged talks are refused', async ({
  page,
}, info) => {
  await page.goto('/?seq=');
  const write = (name: string, text: string) => {
    const path = info.outputPath(name);
    writeFileSync(path, text);
    return path;
  };
  const view = {
    title: 'Alone',
    notes: '',
    address: '?seq=soap&run=soap.maskscope',
    picture: null,
  };
  const talk = { format: 'maskscope talk', version: 1, title: 'One view', views: [view] };
  await dropFiles(page, write('one.talk.json', JSON.stringify(talk)));
  await expect(talkDialog(page).getByRole('listitem')).toContainText('computes when shown');
  await page.keyboard.press('Escape');
  await dropFiles(page, write('other.talk.json', JSON.stringify({ ...talk, version: 9 })));
  await expect(page.getByRole('alert')).toContainText('other.talk.json is a talk of version 9');
  await dropFiles(page, write('broken.talk.json', '{'));
  await expect(page.getByRole('alert')).toContainText('broken.talk.json is not a talk');
  // The talk that was open stays.
  await openTalk(page);
  expect(await listed(page)).toEqual(['Alone']);
});

test('a view that cannot be shown says so, and shows nothing of the former one', async ({
  page,
  context,
}, info) => {
  const keeping = watchKeeping(context);
  const views = [
    { title: 'First', address: `?seq=${BUILT_IN}&frame=54` },
    { title: 'Lost', address: '?seq=soap&cols=orig&run=soap.maskscope' },
    { title: 'Last', address: `?seq=${BUILT_IN}&frame=20` },
  ].map((view) => ({ ...view, notes: '', picture: null }));
  const path = info.outputPath('lost.talk.json');
  const talk = { format: 'maskscope talk', version: 1, title: 'Three views', views };
  writeFileSync(path, JSON.stringify(talk));
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await new ShownColumns(page).recorded();
  await dropFiles(page, path);
  await expect(talkDialog(page).getByRole('listitem')).toHaveCount(3);
  const speaker = await context.newPage();
  await speaker.goto('/?speaker');
  const audience = await context.newPage();
  await audience.setViewportSize({ width: 1280, height: 720 });
  await audience.goto('/?follow');
  await expect(audience.getByRole('main')).toContainText('Press Present');
  await page.bringToFront();
  await talkDialog(page).getByRole('button', { name: 'Present' }).click();
  for (const window of [page, audience]) {
    await expect(title(window)).toHaveText('First');
    await expect(window.locator('[data-picture="54"]').first()).toBeVisible();
  }
  await page.keyboard.press('PageDown');
  const now = speaker.getByRole('region', { name: 'Now' });
  for (const window of [page, audience, now]) {
    const alert = window.getByRole('alert');
    await expect(alert).toContainText('This view cannot be shown.');
    await expect(alert).toContainText('no sequence called soap');
  }
  for (const window of [page, audience]) {
    await expect(title(window)).toHaveText('Lost');
    await expect(window.locator('[data-picture]').first()).toBeHidden();
    expect(await smallTexts(window, LEAST_FONT)).toEqual([]);
    await expectAccessible(window);
  }
  // Zooming and playing send what is on the screen: it is not that of the former view.
  await page.keyboard.press(' ');
  await page.keyboard.press(' ');
  await expect(audience.getByRole('alert')).toContainText('no sequence called soap');

  // A file that is dropped now does not take the place of the page.
  const session = await context.newCDPSession(page);
  const data = { items: [], files: [path], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data });
  }
  await page.keyboard.press('PageDown');
  for (const window of [page, audience]) {
    await expect(title(window)).toHaveText('Last');
    await expect(window.locator('[data-picture="20"]').first()).toBeVisible();
  }
  for (const window of [page, audience, now]) {
    await expect(window.getByRole('alert')).toHaveCount(0);
  }
  // It was not opened either: a talk that is opened can be undone.
  await page.keyboard.press('Escape');
  await expect(talkDialog(page).getByRole('listitem')).toHaveCount(3);
  await expect(talkDialog(page).getByRole('button', { name: 'Undo' })).toHaveCount(0);
  // The page keeps files for use offline, not the windows beside it.
  expect([...keeping]).toEqual([page]);
});

test('a kept talk of a newer version stays until the user starts another', async ({ page }) => {
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await new ShownColumns(page).recorded();
  const dialog = await openTalk(page);
  await dialog.getByRole('button', { name: 'Add this view' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  /** The kept talk, after its version was changed if one is given. */
  const stored = (version: number | null) =>
    page.evaluate(
      (changed) =>
        new Promise<string>((resolve, reject) => {
          const opening = indexedDB.open('maskscope-talks');
          opening.onerror = () => reject(opening.error);
          opening.onsuccess = () => {
            const store = opening.result.transaction('talks', 'readwrite').objectStore('talks');
            const reading = store.get('current');
            reading.onsuccess = () => {
              const talk = JSON.parse(reading.result);
              if (changed !== null) talk.version = changed;
              store.put(JSON.stringify(talk), 'current');
              opening.result.close();
              resolve(JSON.stringify(talk));
            };
          };
        }),
      version,
    );
  const before = await stored(99);
  await page.reload();
  await new ShownColumns(page).recorded();
  await openTalk(page);
  await expect(dialog.getByRole('alert')).toContainText('a talk of version 99');
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Add this view' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The talk was not changed');
  expect(await stored(null)).toBe(before);
  await page.keyboard.press('Escape');

  // Its run is still here, is seen, and can be deleted.
  await page.getByRole('button', { name: 'Runs', exact: true }).click();
  const given = page.getByRole('list', { name: 'Runs of talks and lessons' });
  await expect(given.getByRole('listitem')).toHaveCount(1);
  await expect(given).toContainText(/talk-.*\.maskscope\d+ (kB|MB)/);
  await expectAccessible(page);
  await given.getByRole('button', { name: /^Delete talk-/ }).click();
  await expect(given).toHaveCount(0);
  await page.keyboard.press('Escape');

  await openTalk(page);
  await dialog.getByRole('button', { name: 'Start a new talk instead' }).click();
  await expect(dialog.getByRole('alert')).toHaveCount(0);
  await dialog.getByRole('button', { name: 'Add this view' }).click();
  await expect(dialog.getByRole('listitem')).toHaveCount(1);
  expect(JSON.parse(await stored(null)).version).toBe(1);
});

test('the speaker’s and the audience’s windows follow the presentation, and lead it', async ({
  page,
  context,
}, info) => {
  const talk = await writeTalk(info);
  await page.goto(`/?seq=${BUILT_IN}&ep=wasm`);
  await new ShownColumns(page).recorded();
  await dropFiles(page, talk);
  const dialog = talkDialog(page);
  await expect(dialog.getByRole('listitem')).toHaveCount(5);
  const [speaker] = await Promise.all([
    context.waitForEvent('page'),
    dialog.getByRole('button', { name: 'Speaker window' }).click(),
  ]);
  await expect(title(speaker)).toHaveText('Five views');
  await expect(speaker.getByRole('status')).toContainText('Press Present');
  const audience = await context.newPage();
  await audience.setViewportSize({ width: 1280, height: 720 });
  const computing = watchComputing(audience);
  await audience.goto('/?follow');
  await expect(audience.getByRole('main')).toContainText('Press Present in the other window');
  await expectAccessible(audience);

  await page.bringToFront();
  await dialog.getByRole('button', { name: 'Present' }).click();
  await expectView(page, 1);
  await expectView(audience, 1);
  const notes = speaker.getByRole('region', { name: 'Notes' });
  const next = speaker.getByRole('region', { name: 'Next' });
  await expect(notes).toHaveText('Notes of view 1');
  await expect(next).toContainText('What x265 breaks');
  await expect(speaker.locator('time')).toHaveCount(2);
  await expectAccessible(speaker);

  // The page leads.
  await page.keyboard.press('PageDown');
  await expect(notes).toHaveText('Notes of view 2');
  await expectView(audience, 2);
  expect(await smallTexts(audience, LEAST_FONT)).toEqual([]);

  // The speaker's window leads, with its buttons and with a clicker.
  await speaker.getByRole('button', { name: 'Next' }).click();
  await expectView(page, 3);
  await speaker.keyboard.press('PageDown');
  for (const window of [page, audience]) await expectView(window, 4);
  await speaker.getByRole('button', { name: 'Black' }).click();
  const black = (window: Page) => window.getByRole('img', { name: /^Black screen/ });
  for (const window of [page, audience]) await expect(black(window)).toBeVisible();
  await expect(speaker.getByRole('region', { name: 'Now' })).toContainText('The screen is black');

  // So does the audience's; what is changed on the page is seen there.
  await audience.keyboard.press('.');
  for (const window of [page, audience]) await expect(black(window)).toHaveCount(0);
  await audience.keyboard.press('PageUp');
  for (const window of [page, audience]) await expectView(window, 3);

  // A reload finds the talk again; closing a window disturbs none of the others.
  await speaker.reload();
  await expect(notes).toHaveText('Notes of view 3');
  await audience.reload();
  await expectView(audience, 3);
  await speaker.close();
  await page.keyboard.press('PageUp');
  for (const window of [page, audience]) await expectView(window, 2);
  await page.keyboard.press('Escape');
  await expect(audience.getByRole('main')).toContainText('Press Present in the other window');
  expect(computing).toEqual([]);
});

/** Serves the page as a build with `EMBED_HOSTS` does. */
async function serveForEmbedding(app: string, hosts: string): Promise<Server> {
  const headers = pageHeaders(undefined, embeddersOf(hosts));
  const server = createServer(async (request, response) => {
    const answer = await fetch(new URL(request.url ?? '/', app));
    response.writeHead(answer.status, {
      ...headers,
      'content-type': answer.headers.get('content-type') ?? '',
    });
    response.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  return server;
}

/** Serves a page with a frame, without any headers. */
async function serveEmbedder(source: () => string): Promise<Server> {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' });
    response.end(
      `<!doctype html><html lang="en"><title>A paper</title><main><h1>A paper</h1>
      <iframe title="Maskscope" width="900" height="560" src="${source()}"></iframe></main>`,
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

const portOf = (server: Server) => (server.address() as AddressInfo).port;

test('a page of another site that was chosen embeds a state, and others do not', async ({
  page,
  context,
  baseURL,
}) => {
  const keeping = watchKeeping(context);
  let frameSource = '';
  const embedder = await serveEmbedder(() => frameSource);
  const site = `http://127.0.0.1:${portOf(embedder)}`;
  const app = await serveForEmbedding(baseURL ?? '', site);
  try {
    frameSource = `http://localhost:${portOf(app)}/?embed&seq=${BUILT_IN}&ep=wasm&frame=40&layer=errors`;
    await page.goto(site);
    const frame = page.frameLocator('iframe');
    await expect(frame.locator('[data-picture="40"]')).toHaveCount(4);
    await expect(frame.getByRole('article', { name: 'Ours' })).toContainText('bits vs x265');
    await expect(frame.getByRole('list', { name: 'Errors' })).toBeVisible();
    await expect(frame.getByRole('banner')).toHaveCount(0);
    await expect(frame.getByRole('alert')).toHaveCount(0);
    await expectAccessible(page);
    await frame.getByRole('button', { name: 'Play' }).click();
    await expect(frame.locator('[data-picture="40"]')).toHaveCount(0);
    await frame.getByRole('button', { name: 'Pause' }).click();
    const [opened] = await Promise.all([
      context.waitForEvent('page'),
      frame.getByRole('link', { name: 'Open in Maskscope' }).click(),
    ]);
    await expect(opened.getByRole('banner')).toContainText('Maskscope');
    await expect(opened.locator('article[data-complete]')).toHaveCount(4);
    await expect(opened).toHaveURL(/layer=errors/);
    await expect(opened).not.toHaveURL(/embed/);
    // Only the page itself keeps files for use offline.
    await expect.poll(() => [...keeping]).toEqual([opened]);

    // As it is built without hosts, the browser refuses to embed it.
    frameSource = `${baseURL}/?embed&seq=${BUILT_IN}`;
    const refused = page.waitForEvent('console', (message) =>
      message.text().includes("frame-ancestors 'none'"),
    );
    await page.goto(site);
    await refused;
  } finally {
    embedder.close();
    app.close();
  }
});
