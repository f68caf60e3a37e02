import { expect, test } from 'vitest';
import { SOFTWARE_WEBGPU_SWITCHES } from '../../testing/softwareWebGpu.ts';
import { hasBrowser, openTestPage, withChromium } from '../../testing/testPage.ts';
import { GOLDEN_TOLERANCE } from './goldenCheck.ts';

test.skipIf(!hasBrowser)(
  withChromium('STCN and R50-AOTL give the same results on WebGPU as on wasm'),
  async () => {
    const script = '/src/networks/testing/checkpointNetworksTestPage.ts';
    const tab = await openTestPage(script, 'differencesToWasm', SOFTWARE_WEBGPU_SWITCHES);
    try {
      const differences = await tab.page.evaluate(() => window.differencesToWasm());
      for (const [network, difference] of Object.entries(differences)) {
        expect(difference, network).toBeLessThan(GOLDEN_TOLERANCE);
        // No difference at all would mean that both ran on the same provider.
        expect(difference, network).toBeGreaterThan(0);
      }
    } finally {
      await tab.close();
    }
  },
  900_000,
);
