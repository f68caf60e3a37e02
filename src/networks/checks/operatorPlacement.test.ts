import { expect, test } from 'vitest';
import { SOFTWARE_WEBGPU_SWITCHES } from '../../testing/softwareWebGpu.ts';
import { hasBrowser, openTestPage, withChromium } from '../../testing/testPage.ts';

test.skipIf(!hasBrowser)(
  withChromium('WebGPU runs every node of every graph, and a captured graph computes the same'),
  async () => {
    const script = '/src/networks/testing/operatorPlacementTestPage.ts';
    const tab = await openTestPage(script, 'capturedAndPlain', SOFTWARE_WEBGPU_SWITCHES);
    try {
      const { 'a determinant': control, ...graphs } = await tab.page.evaluate(() =>
        window.capturedAndPlain(),
      );
      // Control: capturing fails for a graph with a node that the provider does not support.
      expect(control).toMatch(/graph capture/);
      expect(Object.keys(graphs)).toHaveLength(5);
      for (const [name, outcome] of Object.entries(graphs)) {
        expect(outcome, name).toBeTypeOf('number');
        expect(outcome, name).toBeLessThan(1e-6);
      }
    } finally {
      await tab.close();
    }
  },
);
