import type { Browser, Page } from '@playwright/test';
import { parseColumn } from '../../results/columnList.ts';
import { peakPageMemory } from './peakMemory.ts';

/** Frames of the built-in sequence that the changes are measured with. */
const FRAMES = 16;

const BASE = 'truth,orig,x265@45,ours@48';

/** What the user changes, and the columns after it. */
const CHANGES = {
  'CRF of ours': 'truth,orig,x265@45,ours@46',
  'CRF of x265': 'truth,orig,x265@40,ours@48',
  keyint: 'truth,orig,x265@45k16,ours@48k16',
  'mask quality': 'truth,orig,x265@45,ours@48q60',
  'VOS network': 'truth,orig:compact-retrained,x265@45:compact-retrained,ours@48:compact-retrained',
  'another column': `${BASE},x265@40`,
  'back to the former columns': BASE,
} as const;

/** Columns whose peak of memory is measured. */
const MEMORY_COLUMNS = {
  four: BASE,
  six: 'truth,orig,x265@45,x265@40,ours@48,ours@51',
} as const;

/** Measures what a change computes again. */
export async function graphFigures(page: Page) {
  await run(page, 'reef-crossing', BASE, FRAMES);
  const changes: Record<string, { readonly computedShare: number; readonly seconds: number }> = {};
  for (const [name, columns] of Object.entries(CHANGES)) {
    // Each change starts from the same columns, which are remembered.
    await run(page, 'reef-crossing', BASE, FRAMES);
    const before = await made(page);
    const start = performance.now();
    await run(page, 'reef-crossing', columns, FRAMES);
    const seconds = (performance.now() - start) / 1000;
    const { made: after, wanted } = await work(page);
    changes[name] = { computedShare: (after - before) / wanted, seconds };
  }
  return {
    frames: FRAMES,
    changes,
    firstFrame: await firstFrameOfOurs(page),
  };
}

/**
 * Seconds from a change of ours' CRF to its first frame, to its last one, and their ratio. Its CRF
 * was not computed before.
 */
async function firstFrameOfOurs(page: Page) {
  await run(page, 'reef-crossing', BASE, FRAMES);
  const columns = 'truth,orig,x265@45,ours@44'.split(',').map(parseColumn);
  return page.evaluate(
    async ([specs, frames]) => {
      const start = performance.now();
      const running = window.maskscope?.run('reef-crossing', {
        columns: specs,
        provider: 'wasm',
        frameLimit: frames,
      });
      // One turn, so that the column is the changed one.
      await new Promise((resolve) => setTimeout(resolve));
      while ((window.maskscope?.columns()[3]?.framesDone ?? 0) === 0) {
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      const first = (performance.now() - start) / 1000;
      await running;
      const all = (performance.now() - start) / 1000;
      return { first, all, ratio: first / all };
    },
    [columns, FRAMES] as const,
  );
}

/** The peak of a new browser's page memory with four or six columns of all frames, MiB. */
export async function columnMemory(
  browser: Browser,
  page: Page,
  sequence: string,
  columns: keyof typeof MEMORY_COLUMNS,
) {
  await run(page, sequence, MEMORY_COLUMNS[columns], null);
  return peakPageMemory(browser);
}

async function run(page: Page, sequence: string, columns: string, frameLimit: number | null) {
  const specs = columns.split(',').map(parseColumn);
  await page.evaluate(([name, change]) => window.maskscope?.run(name, change), [
    sequence,
    { columns: specs, provider: 'wasm', frameLimit },
  ] as const);
}

async function made(page: Page): Promise<number> {
  return (await work(page)).made;
}

async function work(page: Page): Promise<{ made: number; wanted: number }> {
  const counts = await page.evaluate(() => window.maskscope?.work());
  if (!counts) throw new Error('the page has no automation API');
  return counts;
}
