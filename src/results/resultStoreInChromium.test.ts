import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openTestPage, withChromium } from '../testing/testPage.ts';

describe.skipIf(!hasBrowser)(withChromium('the store of results'), () => {
  let tab: Awaited<ReturnType<typeof openTestPage>>;
  beforeAll(async () => {
    const script = '/src/results/testing/resultStoreTestPage.ts';
    tab = await openTestPage(script, 'keptWithoutAnswer');
  });
  afterAll(() => tab?.close());

  it('lists results under keys of earlier versions once, replaces and deletes them', async () => {
    expect(await tab.page.evaluate(() => window.keptUnderFormerKeys())).toEqual({
      before: [{ own: true, JF: 0.2 }],
      replaced: [{ own: true, JF: 0.3 }],
      behindIt: [],
      deleted: [],
    });
  });

  it('says that another tab has changed it', async () => {
    expect(await tab.page.evaluate(() => window.keptAfterUpgrade())).toBe(
      'Results could not be read: a newer version of Maskscope in another tab has changed the storage. Export the results of this page to a file, then reload it.',
    );
  });

  it('says that the browser does not answer; results are stored when it does', async () => {
    expect(await tab.page.evaluate(() => window.keptWithoutAnswer())).toEqual({
      problem: expect.stringContaining('the browser’s storage did not answer for 8 seconds.'),
      shown: 1,
      later: null,
      stored: 2,
    });
  });
});
