import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';
import { meanResult, type SequenceResult } from '../experiment/result.ts';
import { startApp } from './appServer.ts';
import { EVALUATE_USAGE, type EvaluateOptions, parseEvaluateOptions } from './evaluateOptions.ts';
import { BROWSER_SWITCHES, findBrowser, NO_BROWSER, WEBGPU_SWITCHES } from './findBrowser.ts';
import { packageVersions } from './packageVersions.ts';

/**
 * Runs the app in headless Chromium over many sequences and writes what it scored. A sequence that
 * fails is reported and the others still finish; the exit code then is 1.
 */
async function evaluate(options: EvaluateOptions): Promise<number> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const server = await startApp(resolve(options.davis));
  try {
    const args = [...BROWSER_SWITCHES, ...(options.provider === 'wasm' ? [] : WEBGPU_SWITCHES)];
    const browser = await chromium.launch({ executablePath, args });
    try {
      return await evaluateIn(browser, server.url, options);
    } finally {
      await browser.close();
    }
  } finally {
    await server.close();
  }
}

interface Failure {
  readonly name: string;
  readonly problem: string;
}

async function evaluateIn(
  browser: Browser,
  url: string,
  options: EvaluateOptions,
): Promise<number> {
  let page = await openPage(browser, url);
  const available = await page.evaluate(() => window.maskscope?.sequences());
  const broken = (await page.evaluate(() => window.maskscope?.problems())) ?? [];
  const served = (available ?? []).filter(({ origin }) => origin === 'served');
  const names = options.sequences ?? served.map(({ name }) => name);
  const results: SequenceResult[] = [];
  const failures: Failure[] = broken.filter(
    ({ name }) => !options.sequences || options.sequences.includes(name),
  );
  for (const { name, problem } of failures) console.error(`${name}: FAILED. ${problem}`);
  let device: string | null = null;
  const write = () => writeReport(browser, options, results, failures, device);
  // A folder that cannot be written to is found now, not after hours of work.
  await write();
  for (const name of names.filter(
    (wanted) => !failures.some((failure) => failure.name === wanted),
  )) {
    try {
      const result = await runSequence(page, name, options);
      results.push(result);
      device = await page.evaluate(() => window.maskscope?.device() ?? null);
      console.error(summaryLine(result));
    } catch (error) {
      const problem = withoutPlaywright(error);
      failures.push({ name, problem });
      console.error(`${name}: FAILED. ${problem}`);
      // Whatever state the page is in, the next sequence gets a new one.
      await page.close().catch(() => {});
      page = await openPage(browser, url);
    }
    await write();
  }
  if (results.length === 0) console.error('No sequence was evaluated.');
  return failures.length > 0 || results.length === 0 ? 1 : 0;
}

/** The app, with nothing running: an address that names an empty sequence starts none. */
async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage();
  await page.goto(`${url}?seq=`);
  await page.waitForFunction(() => window.maskscope !== undefined);
  return page;
}

async function writeReport(
  browser: Browser,
  { crf, keyint, out }: EvaluateOptions,
  results: readonly SequenceResult[],
  failures: readonly Failure[],
  device: string | null,
): Promise<void> {
  const report = {
    environment: {
      date: new Date().toISOString(),
      browser: browser.version(),
      cores: cpus().length,
      provider: results[0] ? (Object.values(results[0].columns)[0]?.provider ?? null) : null,
      device,
      versions: packageVersions(),
      crf,
      keyint,
    },
    sequences: results,
    failures,
    mean: { sequences: results.length, columns: meanResult(results) },
  };
  await writeFile(out, `${JSON.stringify(report, null, 2)}\n`);
}

/** The page's own message, without what the driver puts before it. */
function withoutPlaywright(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^page\.evaluate: (Error: )?/, '').split('\n    at ')[0] ?? message;
}

async function runSequence(
  page: Page,
  name: string,
  { crf, keyint, columns, provider, frames }: EvaluateOptions,
): Promise<SequenceResult> {
  const started = Date.now();
  const timer = setInterval(async () => {
    const progress = await page.evaluate(() => window.maskscope?.progress()).catch(() => null);
    if (!progress?.done) return;
    const elapsed = (Date.now() - started) / 1000;
    const left = (elapsed / progress.done) * (progress.total - progress.done);
    console.error(
      `${name}: ${progress.done} of ${progress.total} frames, about ${Math.round(left)} s left`,
    );
  }, 20_000);
  try {
    const result = await page.evaluate(
      ([sequence, configuration]) => window.maskscope?.run(sequence, configuration),
      [name, { crf, keyint, columns, provider, frameLimit: frames }] as const,
    );
    if (!result) throw new Error('the page offers no experiments');
    return result;
  } finally {
    clearInterval(timer);
  }
}

function summaryLine({ name, frames, columns }: SequenceResult): string {
  const parts = Object.entries(columns).map(([column, { JF, bpp, psnrY }]) => {
    const bits = bpp ? ` at ${bpp.total.toFixed(4)} bpp` : '';
    const psnr = psnrY === null ? '' : `, ${psnrY.toFixed(2)} dB`;
    return `${column} J&F ${JF.toFixed(3)}${bits}${psnr}`;
  });
  return `${name} (${frames} frames): ${parts.join('; ')}`;
}

let options: EvaluateOptions | null = null;
try {
  options = parseEvaluateOptions(process.argv.slice(2));
  process.exitCode = await evaluate(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (!options) console.error(`\n${EVALUATE_USAGE}`);
  process.exitCode = 2;
}
