import { resolve } from 'node:path';
import { describeError, isProblem } from '../problem.ts';
import { davisHome } from '../server/davisHome.ts';
import { parseAddress } from '../session/address.ts';
import { startApp } from './browser/appServer.ts';
import {
  BROWSER_SWITCHES,
  findBrowser,
  NO_BROWSER,
  WEBGPU_SWITCHES,
} from './browser/findBrowser.ts';
import { assertWritable, readCommandFile, writeCommandFile } from './commandFiles.ts';
import { ProgressLine } from './evaluate/progressLine.ts';
import { FIGURE_USAGE, type FigureOptions, parseFigureOptions } from './figure/figureOptions.ts';
import { FigurePage } from './figure/figurePage.ts';

/** Makes a figure with the app in headless Chromium: the file that its dialog saves. */
async function makeFigure(options: FigureOptions): Promise<void> {
  const { subject, request, format, weights, caption, out } = options;
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  // What would fail at the end, or in the browser with another message, is checked first.
  await assertWritable(out);
  for (const file of subject.kind === 'run' ? [subject.file, ...weights] : weights) {
    await readCommandFile(file);
  }
  const { DAVIS_ROOT } = process.env;
  if (DAVIS_ROOT) await davisHome(resolve(DAVIS_ROOT));
  const line = new ProgressLine(process.stderr);
  const server = await startApp(undefined);
  try {
    const args = [...BROWSER_SWITCHES, ...(usesGpu(subject) ? WEBGPU_SWITCHES : [])];
    const page = await FigurePage.open(server.url, { executablePath, args }, weights);
    try {
      await page.show(subject, (part) =>
        line.update(part === 0 ? 'Opening…' : `${Math.floor(100 * part)}% computed`),
      );
      const { file, latex } = await page.figure(request, format);
      await writeCommandFile(out, file);
      if (caption) process.stdout.write(latex);
    } finally {
      await page.close();
    }
  } finally {
    line.close();
    await server.close();
  }
}

/** A run computes nothing. */
function usesGpu(subject: FigureOptions['subject']): boolean {
  return (
    subject.kind === 'address' && parseAddress(subject.search).configuration.provider !== 'wasm'
  );
}

let options: FigureOptions | null = null;
try {
  options = parseFigureOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${FIGURE_USAGE}`);
  process.exitCode = 2;
}
try {
  if (options) await makeFigure(options);
} catch (error) {
  console.error(
    isProblem(error) || !(error instanceof Error) ? describeError(error) : error.message,
  );
  process.exitCode = 2;
}
