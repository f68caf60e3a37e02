import { type Browser, chromium, type Page } from '@playwright/test';
import type { FigureFormat, FigureRequest } from '../../session/figureRequest.ts';
import { COMMAND_PAGE } from '../browser/findBrowser.ts';
import { giveWeights } from '../browser/giveWeights.ts';
import { withoutPlaywright } from '../browser/pageError.ts';
import type { FigureOptions } from './figureOptions.ts';

const POLL_MILLISECONDS = 250;

/** A figure's file, and the figure with its caption in LaTeX. */
export interface MadeFigure {
  readonly file: Buffer;
  readonly latex: string;
}

/** The app in a headless browser, which opens runs and addresses and makes figures of them. */
export class FigurePage {
  private constructor(
    private readonly url: string,
    private readonly browser: Browser,
    private readonly page: Page,
  ) {}

  /**
   * @param url address of the app, with a trailing slash
   * @param weights files of weights to load into the page
   */
  static async open(
    url: string,
    launch: { readonly executablePath: string; readonly args: string[] },
    weights: readonly string[],
  ): Promise<FigurePage> {
    const browser = await chromium.launch(launch);
    try {
      const page = await browser.newPage(COMMAND_PAGE);
      // Opens no sequence.
      await page.goto(`${url}?seq=&live`);
      await page.waitForFunction(() => window.maskscope !== undefined);
      await giveWeights(page, weights);
      return new FigurePage(url, browser, page);
    } catch (error) {
      await browser.close();
      throw new Error(withoutPlaywright(error), { cause: error });
    }
  }

  /**
   * Shows a run or an address, and waits until every column is there.
   *
   * @param onProgress called with the share that is done, 0..1
   * @throws Error with the page's message if that fails
   */
  async show(subject: FigureOptions['subject'], onProgress: (part: number) => void): Promise<void> {
    try {
      if (subject.kind === 'run') await this.openRun(subject.file);
      else await this.openAddress(subject.search);
      while (!(await this.isComplete())) {
        const { done, total } = (await this.page.evaluate(() => window.maskscope?.progress())) ?? {
          ...{ done: 0, total: 0 },
        };
        onProgress(total > 0 ? done / total : 0);
        await new Promise((resolve) => setTimeout(resolve, POLL_MILLISECONDS));
      }
    } catch (error) {
      throw new Error(withoutPlaywright(error), { cause: error });
    }
  }

  /** @throws Error with the page's message, e.g. which frames the sequence does not have */
  async figure(request: FigureRequest, format: FigureFormat): Promise<MadeFigure> {
    try {
      const made = await this.page.evaluate(
        ([wanted, ending]) => window.maskscope?.figure(wanted, ending),
        [request, format] as const,
      );
      if (!made) throw new Error('the page has no automation API');
      return { file: Buffer.from(made.file, 'base64'), latex: made.latex };
    } catch (error) {
      throw new Error(withoutPlaywright(error), { cause: error });
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
  }

  private async openAddress(search: string): Promise<void> {
    await this.page.goto(`${this.url}${search}`);
    await this.page.waitForFunction(() => window.maskscope !== undefined);
  }

  private async openRun(file: string): Promise<void> {
    const input = await this.page.evaluateHandle(() => {
      const chooser = document.createElement('input');
      chooser.type = 'file';
      return chooser;
    });
    await input.setInputFiles(file);
    await this.page.evaluate(async (chooser) => {
      const chosen = chooser.files?.[0];
      if (chosen) await window.maskscope?.openRun(chosen);
    }, input);
    await input.dispose();
  }

  /** True when every column is there. */
  private async isComplete(): Promise<boolean> {
    const state = await this.page.evaluate(() => ({
      problem: window.maskscope?.problem() ?? null,
      columns: window.maskscope?.columns() ?? [],
    }));
    if (state.problem !== null) throw new Error(state.problem);
    return state.columns.length > 0 && state.columns.every(({ complete }) => complete);
  }
}
