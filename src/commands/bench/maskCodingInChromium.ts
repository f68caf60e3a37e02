import type { CDPSession, Page } from '@playwright/test';
import { hasBrowser, openTestPage } from '../../testing/testPage.ts';

/** Maps per second on one core. */
export interface CodingSpeed {
  /** Includes the choice of the scale. */
  readonly encodedPerSecond: number;
  readonly decodedPerSecond: number;
}

/** Times the mask stream in Chromium, by the CPU time of the page's main thread. */
export interface ChromiumCoding {
  /**
   * @param packets a lossless stream of the maps to code
   * @param quality quality of the lossy coding
   */
  time(
    packets: readonly Uint8Array[],
    quality: number,
  ): Promise<{ readonly lossless: CodingSpeed; readonly lossy: CodingSpeed }>;
  close(): Promise<void>;
}

/** @returns null if there is no browser */
export async function openChromiumCoding(): Promise<ChromiumCoding | null> {
  if (!hasBrowser) return null;
  const { page, close } = await openTestPage(
    '/src/commands/bench/maskCodingTestPage.ts',
    'maskCoding',
  );
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  return { time: (packets, quality) => time(page, session, packets, quality), close };
}

async function time(
  page: Page,
  session: CDPSession,
  packets: readonly Uint8Array[],
  quality: number,
) {
  const perSecond = async (step: () => Promise<void>) => {
    const start = await cpuSeconds(session);
    await step();
    return packets.length / ((await cpuSeconds(session)) - start);
  };
  const bytes = packets.map((packet) => [...packet]);
  await page.evaluate((stream) => window.maskCoding.load(stream), bytes);
  const losslessDecoded = await perSecond(() =>
    page.evaluate(() => window.maskCoding.decodeLossless()),
  );
  const losslessEncoded = await perSecond(() =>
    page.evaluate(() => window.maskCoding.encodeLossless()),
  );
  const lossyEncoded = await perSecond(() =>
    page.evaluate((q) => window.maskCoding.encodeLossy(q), quality),
  );
  const lossyDecoded = await perSecond(() => page.evaluate(() => window.maskCoding.decodeLossy()));
  return {
    lossless: { encodedPerSecond: losslessEncoded, decodedPerSecond: losslessDecoded },
    lossy: { encodedPerSecond: lossyEncoded, decodedPerSecond: lossyDecoded },
  };
}

/** CPU time of the page's tasks so far. */
async function cpuSeconds(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  const taken = metrics.find(({ name }) => name === 'TaskDuration');
  if (!taken) throw new Error('the browser does not report its CPU time');
  return taken.value;
}
