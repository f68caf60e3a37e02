import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openTestPage, withChromium } from '../testing/testPage.ts';

const FRAMES = 3;

describe.skipIf(!hasBrowser)(withChromium('an import into a finished experiment'), () => {
  let tab: Awaited<ReturnType<typeof openTestPage>>;

  beforeAll(async () => {
    tab = await openTestPage('/src/experiment/testing/experimentTestPage.ts', 'importOwnPictures');
  });
  afterAll(() => tab?.close());

  const importOwnPictures = (missingBytes: number) =>
    tab.page.evaluate(([frames, missing]) => window.importOwnPictures(frames, missing), [
      FRAMES,
      missingBytes,
    ] as const);

  it('computes only its column: x265 does not encode again', async () => {
    const { JF, ...outcome } = await importOwnPictures(0);
    expect(outcome).toEqual({
      status: 'done',
      problem: null,
      columns: ['original', 'x265', 'ours', 'imported'],
      // The codec's worker hashed the pictures while reading them.
      sameInput: true,
      sameVideo: true,
      sameMaps: ['original', 'x265', 'ours'],
    });
    // The same frames give the same masks.
    expect(JF.imported).toBe(JF.original);
  });

  it('that is truncated is refused by name, and the result has the other columns', async () => {
    expect(await importOwnPictures(1)).toMatchObject({
      status: 'failed',
      problem: expect.stringMatching(/^output\.yuv is .* bytes long/),
      columns: ['original', 'x265', 'ours'],
      sameVideo: true,
      sameMaps: ['original', 'x265', 'ours'],
    });
  });
});
