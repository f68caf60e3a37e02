import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openTestPage, withChromium } from '../../testing/testPage.ts';

describe.skipIf(!hasBrowser)(withChromium('run files'), () => {
  let tab: Awaited<ReturnType<typeof openTestPage>>;
  beforeAll(async () => {
    tab = await openTestPage('/src/experiment/testing/runFileTestPage.ts', 'runCalls');
  });
  afterAll(() => tab?.close());

  const roundTrip = (width: number, height: number, frameCount: number, noDecoder = false) =>
    tab.page.evaluate(([size, count, without]) => window.runCalls.roundTrip(size, count, without), [
      { width, height },
      frameCount,
      noDecoder,
    ] as const);

  it.each([
    { width: 160, height: 90, frameCount: 30 },
    { width: 161, height: 91, frameCount: 5 },
    { width: 1280, height: 720, frameCount: 1 },
  ])('keep $frameCount pictures of $width×$height as VP9 with a stated fidelity', async (run) => {
    const found = await roundTrip(run.width, run.height, run.frameCount);
    expect(found.notes).toEqual([]);
    expect(found.shared).toBe(true);
    // Labels are exact, pictures as near as they say, and storing them once more loses nothing.
    expect(found.after.maps).toEqual(found.before.maps);
    for (const fidelity of found.fidelity.slice(0, 4)) {
      expect(fidelity?.psnrY).toBeGreaterThan(40);
      expect(fidelity?.worstPsnrY).toBeLessThanOrEqual(fidelity?.psnrY ?? 0);
    }
    expect(found.again).toEqual(found.after);
    expect(found.fidelityAgain).toEqual(found.fidelity[0]);
    expect(found.progress).toEqual(found.progress.toSorted((a, b) => a - b));
    expect(found.progress.at(-1)).toBe(1);
    // First the run, then its frames.
    const [first, ...frames] = found.events;
    expect(first).toBe('reef');
    expect(frames).toEqual(frames.toSorted((a, b) => Number(a) - Number(b)));
    expect(frames.at(-1)).toBe(run.frameCount);
  });

  it('are decoded by ffmpeg to the same pictures in a browser without a decoder, which is said', async () => {
    const size = [161, 91, 5] as const;
    const found = await roundTrip(...size, true);
    expect(found.notes).toEqual([expect.stringMatching(/could not decode .* ffmpeg was loaded/)]);
    expect(found.after).toEqual((await roundTrip(...size)).after);
  });

  it.each(['coarse', 'ignoring', 'none'] as const)(
    'keep pictures without loss if the VP9 encoder is: %s',
    async (encoder) => {
      // What the page has found out about the last encoder is forgotten.
      await tab.page.reload();
      await tab.page.waitForFunction(() => 'runCalls' in window);
      const fidelity = await tab.page.evaluate(
        (kind) => window.runCalls.fidelityOfNoise(kind),
        encoder,
      );
      expect(fidelity).toBeNull();
    },
  );

  it('are refused by name across the worker', async () => {
    expect(await tab.page.evaluate(() => window.runCalls.refusal())).toMatch(
      /^Problem: reef\.maskscope is damaged: it is not a complete ZIP archive\. Copy/,
    );
  });
});
