import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, openTestPage, withChromium } from '../testing/testPage.ts';
import type { PutRequest } from './testing/checkpointStoreTestPage.ts';

const SIZE = 9_000_000;
const SHA256 = createHash('sha256')
  .update(new Uint8Array(SIZE).map((_, index) => index % 251))
  .digest('hex');
const FILE = { name: 'stcn.pth', network: 'stcn', size: SIZE };

describe.skipIf(!hasBrowser)(withChromium('the checkpoint store'), () => {
  let tab: Awaited<ReturnType<typeof openTestPage>>;
  beforeAll(async () => {
    tab = await openTestPage('/src/checkpoint/testing/checkpointStoreTestPage.ts', 'storeCalls');
  });
  afterAll(() => tab?.close());

  const put = (request: PutRequest) =>
    tab.page.evaluate((given) => window.storeCalls.put(given), request);
  const list = (folder: string) =>
    tab.page.evaluate((given) => window.storeCalls.list(given), folder);
  const fileNames = (folder: string) =>
    tab.page.evaluate((given) => window.storeCalls.fileNames(given), folder);
  const open = (folder: string, sha256: string) =>
    tab.page.evaluate(([at = '', key = '']) => window.storeCalls.open(at, key), [folder, sha256]);
  const remove = (folder: string, sha256: string) =>
    tab.page.evaluate(([at = '', key = '']) => window.storeCalls.delete(at, key), [folder, sha256]);
  const leaveBehind = (folder: string, name: string, content: string) =>
    tab.page.evaluate(
      ([at = '', to = '', text = '']) => window.storeCalls.leaveBehind(at, to, text),
      [folder, name, content],
    );

  test('a checkpoint is kept under its SHA-256, opened on the next visit, and deleted', async () => {
    const folder = 'round';
    const { kept, shares } = await put({ folder, ...FILE });
    expect(kept).toMatchObject({ ...FILE, sha256: SHA256 });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBe(1);
    await tab.page.reload();
    await tab.page.waitForFunction(() => 'storeCalls' in window);
    expect(await list(folder)).toEqual([kept]);
    const last = SIZE - 1;
    expect(await open(folder, SHA256)).toEqual({
      size: SIZE,
      end: [last - 2, last - 1, last].map((index) => index % 251),
    });
    await remove(folder, SHA256);
    expect(await list(folder)).toEqual([]);
    expect(await open(folder, SHA256)).toBeNull();
    expect(await fileNames(folder)).toEqual([]);
    await remove(folder, SHA256);
  });

  test('the same file is recognised under another name and not stored twice', async () => {
    const folder = 'twice';
    const { kept } = await put({ folder, ...FILE });
    expect((await put({ folder, ...FILE, name: 'copy.pth' })).kept).toEqual(kept);
    await put({ folder, ...FILE, size: 5, name: 'small.pth', network: 'aot' });
    expect((await list(folder)).map(({ name, network }) => [name, network])).toEqual([
      ['small.pth', 'aot'],
      ['stcn.pth', 'stcn'],
    ]);
    expect(await fileNames(folder)).toHaveLength(4);
  });

  test.each([0.3, 0.7])('aborted at %d of the work, it leaves nothing behind', async (stopAt) => {
    const folder = `stopped at ${stopAt}`;
    await expect(put({ folder, ...FILE, stopAt })).rejects.toThrow('AbortError');
    expect(await list(folder)).toEqual([]);
    expect(await fileNames(folder)).toEqual([]);
  });

  test('leftovers of a closed page are not listed, not opened, and removed by the next change', async () => {
    const folder = 'left';
    await leaveBehind(folder, `${SHA256}.pth`, 'the first bytes');
    await leaveBehind(folder, `${'0'.repeat(64)}.json`, '{"sha256": 5');
    expect(await list(folder)).toEqual([]);
    expect(await open(folder, SHA256)).toBeNull();
    const { kept } = await put({ folder, ...FILE });
    expect(await list(folder)).toEqual([kept]);
    expect(await fileNames(folder)).toEqual([`${SHA256}.json`, `${SHA256}.pth`]);
  });

  test('a full disk is reported, nothing is left behind, and kept files can be deleted', async () => {
    const folder = 'full';
    const { kept } = await put({ folder, ...FILE, size: 500_000 });
    const browser = await tab.page.context().newCDPSession(tab.page);
    const { origin } = new URL(tab.page.url());
    await browser.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 1_000_000 });
    await expect(put({ folder, ...FILE })).rejects.toThrow(
      /Problem: stcn\.pth \(9 MB\) could not be saved: the disk, .* is full\. Delete saved/,
    );
    expect(await fileNames(folder)).toHaveLength(2);
    expect(await list(folder)).toEqual([kept]);
    await remove(folder, kept.sha256);
    expect(await fileNames(folder)).toEqual([]);
    await browser.send('Storage.overrideQuotaForOrigin', { origin });
    expect((await put({ folder, ...FILE })).kept.sha256).toBe(SHA256);
  });
});
