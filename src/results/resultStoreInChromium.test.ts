import { expect, test } from 'vitest';
import { hasBrowser, openTestPage, withChromium } from '../testing/testPage.ts';

test.skipIf(!hasBrowser)(
  withChromium('results under keys of earlier versions are listed once, replaced and deleted'),
  async () => {
    const tab = await openTestPage(
      '/src/results/testing/resultStoreTestPage.ts',
      'keptUnderFormerKeys',
    );
    try {
      expect(await tab.page.evaluate(() => window.keptUnderFormerKeys())).toEqual({
        before: [{ own: true, JF: 0.2 }],
        replaced: [{ own: true, JF: 0.3 }],
        behindIt: [],
        deleted: [],
      });
    } finally {
      await tab.close();
    }
  },
  120_000,
);
