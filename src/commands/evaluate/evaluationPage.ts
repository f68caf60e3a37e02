import { type Browser, chromium, type Page } from '@playwright/test';
import type { ExperimentConfiguration } from '../../experiment/configuration.ts';
import { type ColumnSpec, TRUTH_COLUMN } from '../../results/columnSpec.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { sequenceIndexSchema } from '../../sequence/sequenceIndex.ts';
import { COMMAND_PAGE } from '../browser/findBrowser.ts';
import { giveWeights } from '../browser/giveWeights.ts';
import { withoutPlaywright } from '../browser/pageError.ts';
import { unlessStopped } from './stopSignal.ts';

/** The settings that all columns of an experiment share. */
export type CommonSettings = Omit<ExperimentConfiguration, 'columns'>;

/** Name of the served folder's own problem in the page's `problems()`. */
const FOLDER = 'DAVIS folder';

/** The sequences of the app. */
export interface Offer {
  /** Served sequences that can be opened. */
  readonly names: readonly string[];
  /** Served sequences that cannot be opened. */
  readonly broken: readonly { readonly name: string; readonly problem: string }[];
  /** Why the folder cannot be read; null if there is no problem. */
  readonly folderProblem: string | null;
  /** Number of frames of each sequence, served or built in. */
  readonly frames: ReadonlyMap<string, number>;
  /** Warnings of sequences that can be opened, a sentence each. */
  readonly warnings: ReadonlyMap<string, readonly string[]>;
}

/**
 * The app in a headless browser. A failed call rejects with the page's message. When `signal`
 * aborts, calls reject with an AbortError.
 */
export class EvaluationPage {
  private browser: Browser | null = null;
  private page: Page | null = null;

  /**
   * @param url address of the app with a trailing slash
   * @param launch options to launch the browser
   * @param weights files of weights to load into the page
   */
  constructor(
    private readonly url: string,
    private readonly launch: { readonly executablePath: string; readonly args: readonly string[] },
    private readonly weights: readonly string[],
    private readonly signal: AbortSignal,
  ) {}

  /** Version of the browser; null before it was started. */
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
        // If several sequences have the same name, the page runs the first.
        warnings: new Map(sequences.toReversed().map(({ name, warnings }) => [name, warnings])),
      };
    });
  }

  run(
    name: string,
    columns: readonly ColumnSpec[],
    settings: CommonSettings,
  ): Promise<SequenceResult> {
    return this.call(async (page) => {
      // The annotations cost nothing, and a run shows them.
      const configuration = { ...settings, columns: [TRUTH_COLUMN, ...columns] };
      const result = await page.evaluate(
        ([sequence, change]) => window.maskscope?.run(sequence, change),
        [name, configuration] as const,
      );
      if (!result) throw new Error('the page has no automation API');
      return result;
    });
  }

  /** The last experiment as a run file. */
  runFile(): Promise<Buffer> {
    return this.call(async (page) => {
      const base64 = await page.evaluate(() => window.maskscope?.runFile());
      if (base64 === undefined) throw new Error('the page has no automation API');
      return Buffer.from(base64, 'base64');
    });
  }

  /**
   * The masks of a column of the last experiment, as a ZIP archive.
   *
   * @param index of the column in the result
   */
  masks(index: number): Promise<Buffer> {
    return this.call(async (page) => {
      const base64 = await page.evaluate((column) => window.maskscope?.masks(column), index);
      if (base64 === undefined) throw new Error('the page has no automation API');
      return Buffer.from(base64, 'base64');
    });
  }

  /** Progress of the running experiment, 0..1; null if the page does not respond. */
  async part(): Promise<number | null> {
    const progress = await this.page
      ?.evaluate(() => window.maskscope?.progress())
      .catch(() => undefined);
    return progress && progress.total > 0 ? progress.done / progress.total : null;
  }

  /** Closes the page, e.g. after a failure. The next call opens a new one. */
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
      // A scheduler that stops us also stops the browser, perhaps a moment earlier.
      if (!this.browser?.isConnected()) await new Promise((resolve) => setTimeout(resolve, 500));
      this.signal.throwIfAborted();
      throw new Error(withoutPlaywright(error), { cause: error });
    }
  }

  /** The page of the app, with no experiment running: `?seq=` opens no sequence. */
  private async open(): Promise<Page> {
    if (this.page && this.browser?.isConnected()) return this.page;
    if (!this.browser?.isConnected()) {
      await this.browser?.close().catch(() => {});
      const { executablePath, args } = this.launch;
      this.browser = await chromium.launch({
        executablePath,
        args: [...args],
        // The command handles these signals itself, see stopSignal.ts.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      });
      if (this.signal.aborted) await this.close();
      this.signal.throwIfAborted();
    }
    const page = await this.browser.newPage(COMMAND_PAGE);
    await page.goto(`${this.url}?seq=&live`);
    await page.waitForFunction(() => window.maskscope !== undefined);
    await giveWeights(page, this.weights);
    this.page = page;
    return page;
  }
}
