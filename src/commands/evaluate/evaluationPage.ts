import { type Browser, chromium, type Page } from '@playwright/test';
import type { ExperimentConfiguration } from '../../experiment/configuration.ts';
import type { TargetRate } from '../../experiment/targetRate.ts';
import type { ComputedColumn } from '../../results/columns.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { sequenceIndexSchema } from '../../sequence/sequenceIndex.ts';
import type { Batch } from '../../session/automation.ts';
import { giveWeights } from '../browser/giveWeights.ts';
import { unlessStopped } from './stopSignal.ts';

/** The name by which the page's `problems()` gives the served folder's own problem. */
export const FOLDER = 'DAVIS folder';

/** What the app offers to evaluate. */
export interface Offer {
  /** Served sequences that can be opened. */
  readonly names: readonly string[];
  /** Those that cannot. */
  readonly broken: readonly { readonly name: string; readonly problem: string }[];
  /** Why the folder itself offers nothing; null where it does. */
  readonly folderProblem: string | null;
  /** Frames of each sequence, served or built in. */
  readonly frames: ReadonlyMap<string, number>;
  /** What is wrong with a sequence although it runs, a sentence each. */
  readonly warnings: ReadonlyMap<string, readonly string[]>;
}

/**
 * The app in a headless browser. Every call fails with the page's own message, and with an AbortError
 * as soon as `signal` comes.
 */
export class EvaluationPage {
  private browser: Browser | null = null;
  private page: Page | null = null;

  /**
   * @param url the app's address with a slash at its end
   * @param launch how the browser is started
   * @param weights files of networks' weights that the page is given
   */
  constructor(
    private readonly url: string,
    private readonly launch: { readonly executablePath: string; readonly args: readonly string[] },
    private readonly weights: readonly string[],
    private readonly signal: AbortSignal,
  ) {}

  /** Version of the browser; null before it was needed. */
  get browserVersion(): string | null {
    return this.browser?.version() ?? null;
  }

  async offer(): Promise<Offer> {
    return this.call(async (page) => {
      const sequences = (await page.evaluate(() => window.maskscope?.sequences())) ?? [];
      const problems = (await page.evaluate(() => window.maskscope?.problems())) ?? [];
      const indexes = await page.evaluate(() =>
        Promise.all(
          ['samples/index.json', 'davis/index.json'].map(async (path) =>
            (await fetch(path)).json(),
          ),
        ),
      );
      const listed = indexes.flatMap((index) => sequenceIndexSchema.parse(index).sequences);
      return {
        names: sequences.filter(({ origin }) => origin === 'served').map(({ name }) => name),
        broken: problems.filter(({ name }) => name !== FOLDER),
        folderProblem: problems.find(({ name }) => name === FOLDER)?.problem ?? null,
        frames: new Map(listed.map(({ name, pictures }) => [name, pictures.length])),
        // Of one name the page runs the first.
        warnings: new Map(sequences.toReversed().map(({ name, warnings }) => [name, warnings])),
      };
    });
  }

  run(name: string, configuration: ExperimentConfiguration): Promise<SequenceResult> {
    return this.call(async (page) => {
      const result = await page.evaluate(
        ([sequence, wanted]) => window.maskscope?.run(sequence, wanted),
        [name, configuration] as const,
      );
      if (!result) throw new Error('the page offers no experiments');
      return result;
    });
  }

  findCrf(name: string, wanted: Parameters<Batch['findCrf']>[1]): Promise<TargetRate> {
    return this.call(async (page) => {
      const found = await page.evaluate(
        ([sequence, rate]) => window.maskscope?.findCrf(sequence, rate),
        [name, wanted] as const,
      );
      if (!found) throw new Error('the page offers no search for a rate');
      return found;
    });
  }

  /** The masks that a column of the last experiment has, as a ZIP archive. */
  masks(column: ComputedColumn): Promise<Buffer> {
    return this.call(async (page) => {
      const base64 = await page.evaluate((name) => window.maskscope?.masks(name), column);
      if (base64 === undefined) throw new Error('the page offers no masks');
      return Buffer.from(base64, 'base64');
    });
  }

  /** How much of the experiment under way is done, 0..1; null where the page does not answer. */
  async part(): Promise<number | null> {
    const progress = await this.page
      ?.evaluate(() => window.maskscope?.progress())
      .catch(() => undefined);
    return progress && progress.total > 0 ? progress.done / progress.total : null;
  }

  /** Drops the page, whatever state it is in: the next call gets a new one. */
  async renew(): Promise<void> {
    const { page } = this;
    this.page = null;
    await page?.close().catch(() => {});
  }

  async close(): Promise<void> {
    const { browser } = this;
    this.browser = null;
    this.page = null;
    await browser?.close();
  }

  private async call<T>(work: (page: Page) => Promise<T>): Promise<T> {
    try {
      return await unlessStopped(this.open().then(work), this.signal);
    } catch (error) {
      // A scheduler that ends us ends the browser as well, perhaps a moment before.
      if (!this.browser?.isConnected()) await new Promise((resolve) => setTimeout(resolve, 500));
      this.signal.throwIfAborted();
      throw new Error(withoutPlaywright(error), { cause: error });
    }
  }

  /** The app, with nothing running: an address that names an empty sequence starts none. */
  private async open(): Promise<Page> {
    if (this.page && this.browser?.isConnected()) return this.page;
    if (!this.browser?.isConnected()) {
      await this.browser?.close().catch(() => {});
      const { executablePath, args } = this.launch;
      this.browser = await chromium.launch({
        executablePath,
        args: [...args],
        // The command ends in order by itself: see stopSignal.ts.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      });
      if (this.signal.aborted) await this.close();
      this.signal.throwIfAborted();
    }
    const page = await this.browser.newPage();
    await page.goto(`${this.url}?seq=`);
    await page.waitForFunction(() => window.maskscope !== undefined);
    await giveWeights(page, this.weights);
    this.page = page;
    return page;
  }
}

/** The page's own message, without what the driver puts before it. */
function withoutPlaywright(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^page\.evaluate: (Error: )?/, '').split('\n    at ')[0] ?? message;
}
