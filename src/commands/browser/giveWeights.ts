import type { Page } from '@playwright/test';

/**
 * Has the page keep files of weights, as if the user had chosen them there; each context of a browser
 * begins without any.
 *
 * @param files paths; which network each is for is found by what it holds
 * @returns the network that the last file is for
 * @throws Error with the page's own message that names the file which is refused
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
