import { expect, test } from 'vitest';
import { SOFTWARE_WEBGPU_SWITCHES } from '../../commands/browser/findBrowser.ts';
import { hasBrowser, openTestPage, withChromium } from '../../testing/testPage.ts';
import { GOLDEN_TOLERANCE } from './goldenCheck.ts';

test.skipIf(!hasBrowser)(
  withChromium('STCN and R50-AOTL find on WebGPU what they find on wasm'),
  async () => {
    const script = '/src/networks/testing/checkpointNetworksTestPage.ts';
    const tab = await openTestPage(script, 'differencesToWasm', SOFTWARE_WEBGPU_SWITCHES);
    try {
      const differences = await tab.page.evaluate(() => window.differencesToWasm());
      for (const [network, difference] of Object.entries(differences)) {
        expect(difference, network).toBeLessThan(GOLDEN_TOLERANCE);
        // Nothing at all would mean that both ran on the same.
        expect(difference, network).toBeGreaterThan(0);
      }
    } finally {
      await tab.close();
    }
  },
  900_000,
);
