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

export async function ffmpegFiles(): Promise<FfmpegFiles> {
  return {
    coreURL: absolute(coreURL),
    wasmURL: absolute(wasmURL),
    workerURL: import.meta.env.DEV ? await unchangedThreadScript() : absolute(threadURL),
    classWorkerURL: absolute(classWorkerURL),
  };
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
