import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, openTestPage, withChromium } from '../testing/testPage.ts';

const LIMIT = 500e6;

describe.skipIf(!hasBrowser)(withChromium('the store of kept runs'), () => {
  let tab: Awaited<ReturnType<typeof openTestPage>>;
  beforeAll(async () => {
    tab = await openTestPage('/src/session/testing/runStoreTestPage.ts', 'runStoreCalls');
  });
  afterAll(() => tab?.close());

  const put = (folder: string, name: string, bytes = 1000, limit = LIMIT) =>
    tab.page.evaluate(([at, what, size, most]) => window.runStoreCalls.put(at, what, size, most), [
      folder,
      name,
      bytes,
      limit,
    ] as const);
  const list = (folder: string) =>
    tab.page.evaluate((given) => window.runStoreCalls.list(given), folder);
  const names = async (folder: string) => (await list(folder)).map(({ name }) => name);
  const open = (folder: string, id = '') =>
    tab.page.evaluate(([at, key]) => window.runStoreCalls.open(at, key), [folder, id] as const);
  const fileNames = (folder: string) =>
    tab.page.evaluate((given) => window.runStoreCalls.fileNames(given), folder);
  const remove = (folder: string, ids: readonly string[]) =>
    tab.page.evaluate(([at, keys]) => window.runStoreCalls.delete(at, keys), [
      folder,
      ids,
    ] as const);

  test('a run is kept with its description, opened on the next visit, and deleted', async () => {
    const folder = 'round';
    await put(folder, 'pig', 1000);
    await tab.page.reload();
    await tab.page.waitForFunction(() => 'runStoreCalls' in window);
    const [kept, ...others] = await list(folder);
    expect(others).toEqual([]);
    expect(kept).toMatchObject({
      ...{ name: 'pig', frameCount: 3, memoryFrames: null, bytes: 1000 },
      provenance: { date: '2026-01-01T00:00:00.000Z', device: 'wasm, 2 threads', input: 'of pig' },
    });
    expect(kept?.columns).toHaveLength(5);
    expect(await open(folder, kept?.id)).toEqual({ size: 1000, first: 1000 % 251 });
    await remove(folder, [kept?.id ?? '']);
    expect(await list(folder)).toEqual([]);
    expect(await open(folder, kept?.id)).toBeNull();
    expect(await fileNames(folder)).toEqual([]);
    await remove(folder, [kept?.id ?? '', 'no id']);
  });

  test('a new run of the same replaces the old one', async () => {
    const folder = 'twice';
    await put(folder, 'pig', 1000);
    await put(folder, 'pig', 2000);
    const [kept, ...others] = await list(folder);
    expect(others).toEqual([]);
    expect(await open(folder, kept?.id)).toEqual({ size: 2000, first: 2000 % 251 });
    expect(await fileNames(folder)).toHaveLength(2);
  });

  test('the least recently used runs make room', async () => {
    const folder = 'room';
    await put(folder, 'bear', 400, 1000);
    await put(folder, 'pig', 400, 1000);
    const bear = (await list(folder)).find(({ name }) => name === 'bear');
    await open(folder, bear?.id);
    expect(await names(folder)).toEqual(['bear', 'pig']);
    await put(folder, 'soapbox', 400, 1000);
    expect(await names(folder)).toEqual(['soapbox', 'bear']);
    expect(await fileNames(folder)).toHaveLength(4);
    await put(folder, 'dog', 1000, 1000);
    expect(await names(folder)).toEqual(['dog']);
    await tab.page.evaluate((given) => window.runStoreCalls.shrinkTo(given, 0), folder);
    expect(await fileNames(folder)).toEqual([]);
  });

  test('a run that is larger than the limit is not kept, and the others stay', async () => {
    const folder = 'large';
    await put(folder, 'pig', 400, 1000);
    await expect(put(folder, 'bear', 2_000_000, 1_000_000)).rejects.toThrow(
      'Problem: bear was not kept: its run takes up 2 MB, and kept runs may take 1 MB together. Allow',
    );
    expect(await names(folder)).toEqual(['pig']);
  });

  test('leftovers of a closed page are not listed, and removed by the next change', async () => {
    const folder = 'left';
    const leave = (name: string, content: string) =>
      tab.page.evaluate(([at, to, text]) => window.runStoreCalls.leaveBehind(at, to, text), [
        folder,
        name,
        content,
      ] as const);
    const id = '0'.repeat(64);
    await leave(`${id}.maskscope`, 'the first bytes');
    await leave(`${'1'.repeat(64)}.json`, '{"id": 5');
    expect(await list(folder)).toEqual([]);
    expect(await open(folder, id)).toBeNull();
    await put(folder, 'pig');
    expect(await fileNames(folder)).toHaveLength(2);
  });

  test('on a full disk the run is not kept, which is said, and the others stay', async () => {
    const folder = 'full';
    await put(folder, 'pig', 500_000);
    const browser = await tab.page.context().newCDPSession(tab.page);
    const { origin } = new URL(tab.page.url());
    await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
    await expect(put(folder, 'bear', 2_000_000)).rejects.toThrow(
      /Problem: bear could not be kept: the disk, .* is full\. Delete kept runs/,
    );
    expect(await names(folder)).toEqual(['pig']);
    expect(await fileNames(folder)).toHaveLength(2);
    await browser.send('Storage.overrideQuotaForOrigin', { origin });
  });

  test('a full disk that shows when the folder is opened is said in the same way', async () => {
    await expect(
      tab.page.evaluate(() => window.runStoreCalls.putWithoutFolder('none')),
    ).rejects.toThrow(/Problem: .* could not be kept: the disk, .* is full/);
  });
});
