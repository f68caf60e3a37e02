import { writeFile } from 'node:fs/promises';
import { type Browser, chromium } from '@playwright/test';
import { RUN_EXTENSION } from '../experiment/runExtension.ts';
import { parseColumnList } from '../results/columnList.ts';
import { type ColumnSpec, PUBLISHED_COLUMNS } from '../results/columnSpec.ts';
import { startApp } from './browser/appServer.ts';
import { BROWSER_SWITCHES, COMMAND_PAGE, findBrowser, NO_BROWSER } from './browser/findBrowser.ts';

/**
 * Records the runs that are shipped with the built-in sequence: computes their columns in a
 * browser, on wasm, and writes them to `public/samples/`. Run it after every change of the networks,
 * of the encoder or of the columns' preset. Names of runs record only those.
 */
const SEQUENCE = 'reef-crossing';

/** The columns of each run: the one that a first visit shows, then those of the lessons. */
const RUNS: ReadonlyMap<string, readonly ColumnSpec[]> = new Map([
  [SEQUENCE, PUBLISHED_COLUMNS],
  [`${SEQUENCE}-rates`, columns('truth,orig,x265@33,x265@39,x265@45,x265@51')],
  [`${SEQUENCE}-key-frames`, columns('truth,orig,x265@45k1,x265@45,x265@45k250')],
]);

function columns(list: string): readonly ColumnSpec[] {
  return parseColumnList(list).flatMap((entry) => ('spec' in entry ? entry.spec : []));
}

async function record(name: string): Promise<string> {
  const columns = RUNS.get(name);
  if (!columns) {
    throw new Error(`There is no run called ${name}: choose from ${[...RUNS.keys()].join(', ')}.`);
  }
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const server = await startApp(undefined);
  let browser: Browser | null = null;
  try {
    browser = await chromium.launch({ executablePath, args: [...BROWSER_SWITCHES] });
    const page = await browser.newPage(COMMAND_PAGE);
    await page.goto(`${server.url}?seq=&live`);
    await page.waitForFunction(() => window.maskscope !== undefined);
    const base64 = await page.evaluate(
      async ([sequence, columns]) => {
        await window.maskscope?.run(sequence, { columns, provider: 'wasm', frameLimit: null });
        return window.maskscope?.runFile();
      },
      [SEQUENCE, columns] as const,
    );
    if (!base64) throw new Error('the page has no automation API');
    const path = `public/samples/${name}.${RUN_EXTENSION}`;
    const data = Buffer.from(base64, 'base64');
    await writeFile(path, data);
    return `${path}: ${(data.length / 1e6).toFixed(2)} MB`;
  } finally {
    await browser?.close();
    await server.close();
  }
}

try {
  const named = process.argv.slice(2);
  for (const name of named.length > 0 ? named : RUNS.keys()) console.log(await record(name));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
