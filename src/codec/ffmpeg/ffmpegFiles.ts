import wasmURL from '@ffmpeg/core-mt/wasm?url';
// Vite would inline this small script as a data: URL, which our Content-Security-Policy forbids.
import threadURL from '@ffmpeg/core-mt/worker?url&no-inline';
import coreURL from '@ffmpeg/core-mt?url';
import { assertSiteFile } from '../../files/siteFile.ts';
import { compiledFfmpeg } from './compiledFfmpeg.ts';
import classWorkerURL from './ffmpegCore.worker.ts?worker&url';

/** What ffmpeg.wasm starts from: absolute URLs, named as in its `load`, and its compiled module. */
export interface FfmpegFiles {
  readonly coreURL: string;
  /** Not loaded: `compiled` is in its place. */
  readonly wasmURL: string;
  readonly compiled: WebAssembly.Module;
  /** The script of each of its threads. */
  readonly workerURL: string;
  /** The script of the worker that runs ffmpeg. */
  readonly classWorkerURL: string;
}

/**
 * Returns the URLs after checking that the scripts exist: a worker with a missing script never
 * responds, and @ffmpeg/ffmpeg would wait for it for ever.
 *
 * @throws Problem if a file is missing
 */
export async function ffmpegFiles(): Promise<FfmpegFiles> {
  const scripts = {
    coreURL: absolute(coreURL),
    workerURL: import.meta.env.DEV ? await unchangedThreadScript() : absolute(threadURL),
    classWorkerURL: absolute(classWorkerURL),
  };
  await Promise.all(Object.values(scripts).map(assertExists));
  return { ...scripts, wasmURL: absolute(wasmURL), compiled: await compiledFfmpeg() };
}

async function assertExists(url: string): Promise<void> {
  // Already in memory, and the Content-Security-Policy forbids fetching it.
  if (!url.startsWith('blob:')) await assertSiteFile(url, 'a file of ffmpeg');
}

/** Workers would resolve a relative URL against their own scripts. */
function absolute(url: string): string {
  return new URL(url, import.meta.url).href;
}

let threadScript: Promise<string> | undefined;

/**
 * The thread script as it is in the package. Vite's dev server adds an import statement, which a
 * classic worker cannot run. (A build copies the file and drops this code.)
 */
function unchangedThreadScript(): Promise<string> {
  threadScript ??= import('@ffmpeg/core-mt/worker?raw').then(({ default: text }) =>
    URL.createObjectURL(new Blob([text], { type: 'text/javascript' })),
  );
  return threadScript;
}
