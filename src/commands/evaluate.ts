import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { meanResult, type SequenceResult } from '../experiment/result.ts';
import { startApp } from './appServer.ts';
import { EVALUATE_USAGE, type EvaluateOptions, parseEvaluateOptions } from './evaluateOptions.ts';
import { BROWSER_SWITCHES, findBrowser, NO_BROWSER } from './findBrowser.ts';
import { packageVersions } from './packageVersions.ts';

/**
 * Runs the app in headless Chromium over many sequences and writes what it scored. A sequence that
 * fails is reported and the others still finish; the exit code then is 1.
 */
async function evaluate(options: EvaluateOptions): Promise<number> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const server = await startApp(resolve(options.davis));
  const browser = await chromium.launch({ executablePath, args: BROWSER_SWITCHES });
  try {
    const page = await browser.newPage();
    // An address that names no sequence of ours: nothing starts by itself.
    await page.goto(`${server.url}?seq=`);
    await page.waitForFunction(() => window.maskscope !== undefined);
    const available = await page.evaluate(() => window.maskscope?.sequences());
    const problems = await page.evaluate(() => window.maskscope?.problems());
    for (const problem of problems ?? []) console.error(problem);
    const served = (available ?? []).filter(({ origin }) => origin === 'served');
    const names = options.sequences ?? served.map(({ name }) => name);
    const results: SequenceResult[] = [];
    const failures: { name: string; problem: string }[] = [];
    for (const name of names) {
      try {
        const result = await runSequence(page, name, options);
        results.push(result);
        console.error(summaryLine(result));
      } catch (error) {
        const problem = (error instanceof Error ? error.message : String(error)).replace(
          /^page\.evaluate: (Error: )?/,
          '',
        );
        failures.push({ name, problem });
        console.error(`${name}: FAILED. ${problem}`);
      }
    }
    const report = {
      environment: {
        date: new Date().toISOString(),
        browser: browser.version(),
        cores: cpus().length,
        provider: results[0] ? Object.values(results[0].columns)[0]?.provider : null,
        device: await page.evaluate(() => window.maskscope?.device() ?? null),
        versions: packageVersions(),
        crf: options.crf,
        keyint: options.keyint,
      },
      sequences: results,
      failures,
      mean: { sequences: results.length, columns: meanResult(results) },
    };
    await writeFile(options.out, `${JSON.stringify(report, null, 2)}\n`);
    if (names.length === 0) console.error('There is no sequence to evaluate.');
    return failures.length > 0 || results.length === 0 ? 1 : 0;
  } finally {
    await browser.close();
    await server.close();
  }
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

try {
  process.exitCode = await evaluate(parseEvaluateOptions(process.argv.slice(2)));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.error(`\n${EVALUATE_USAGE}`);
  process.exitCode = 2;
}
