import { readFileSync } from 'node:fs';
import type { Browser } from '@playwright/test';

/**
 * Peak resident memory of the browser's page processes, in MiB. Null on systems other than Linux.
 */
export async function peakPageMemory(browser: Browser): Promise<number | null> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  const peaks = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => peakResident(id))
    .filter((peak) => peak !== null);
  return peaks.length > 0 ? Math.max(...peaks) : null;
}

function peakResident(process: number): number | null {
  try {
    const kibibytes = /VmHWM:\s+(\d+) kB/.exec(
      readFileSync(`/proc/${process}/status`, 'utf8'),
    )?.[1];
    return kibibytes ? Number(kibibytes) / 1024 : null;
  } catch {
    return null;
  }
}
