import type { Page } from '@playwright/test';

/**
 * Makes the page store files of weights, as if the user had chosen them. A new browser context has
 * none.
 *
 * @param files paths; the page detects the network from the contents
 * @returns the network of the last file
 * @throws Error with the page's message if a file is refused
 */
export async function giveWeights(page: Page, files: readonly string[]): Promise<string> {
  let network = '';
  for (const file of files) {
    const input = await page.evaluateHandle(() => {
      const chooser = document.createElement('input');
      chooser.type = 'file';
      return chooser;
    });
    await input.setInputFiles(file);
    network = await page.evaluate(async (chooser) => {
      const chosen = chooser.files?.[0];
      return (chosen && (await window.maskscope?.keepWeights(chosen))) ?? '';
    }, input);
    await input.dispose();
  }
  return network;
}
