import wasmURL from '@ffmpeg/core-mt/wasm?url';
// Small enough for Vite to inline it as a data: address, which a strict page refuses as a worker.
import threadURL from '@ffmpeg/core-mt/worker?url&no-inline';
import coreURL from '@ffmpeg/core-mt?url';
import classWorkerURL from './ffmpegCore.worker.ts?worker&url';

/** Absolute addresses of what ffmpeg.wasm consists of, named as its `load` names them. */
export interface FfmpegFiles {
  readonly coreURL: string;
  readonly wasmURL: string;
  /** The script of each of its threads. */
  readonly workerURL: string;
  /** The worker in which it runs. */
  readonly classWorkerURL: string;
}

/**
 * The addresses, after a look that the scripts are there: a worker whose script is missing never
 * answers, and @ffmpeg/ffmpeg would wait for it for ever. (A missing wasm file it does notice.)
 */
export async function ffmpegFiles(): Promise<FfmpegFiles> {
  const files = {
    coreURL: absolute(coreURL),
    wasmURL: absolute(wasmURL),
    workerURL: import.meta.env.DEV ? await unchangedThreadScript() : absolute(threadURL),
    classWorkerURL: absolute(classWorkerURL),
  };
  await Promise.all([files.coreURL, files.workerURL, files.classWorkerURL].map(assertThere));
  return files;
}

async function assertThere(url: string): Promise<void> {
  // In memory already; the page's policy lets nothing be fetched but from its server.
  if (url.startsWith('blob:')) return;
  const response = await fetch(url);
  await response.arrayBuffer();
  if (!response.ok) throw new Error(`${url} answers with ${response.status}`);
}

/** Workers resolve addresses against their own scripts; these are this script's. */
function absolute(url: string): string {
  return new URL(url, import.meta.url).href;
}

let threadScript: Promise<string> | undefined;

/**
 * The thread script as it lies in the package. Vite's development server puts an import statement
 * into it, which a classic worker cannot run. (A build copies the file, and this code is gone.)
 */
function unchangedThreadScript(): Promise<string> {
  threadScript ??= import('@ffmpeg/core-mt/worker?raw').then(({ default: text }) =>
    URL.createObjectURL(new Blob([text], { type: 'text/javascript' })),
  );
  return threadScript;
}
