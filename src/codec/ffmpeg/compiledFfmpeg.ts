import wasmURL from '@ffmpeg/core-mt/wasm?url';
import { countBytes, fetchSiteFile } from '../../files/siteFile.ts';

let compiled: Promise<WebAssembly.Module> | undefined;

/**
 * ffmpeg's code, loaded and compiled once for all instances of this worker (32 MB, from the
 * browser's cache after the first visit).
 *
 * @throws Problem if it cannot be loaded; a later call tries again
 */
export function compiledFfmpeg(): Promise<WebAssembly.Module> {
  compiled ??= compile();
  compiled.catch(() => {
    compiled = undefined;
  });
  return compiled;
}

async function compile(): Promise<WebAssembly.Module> {
  const url = new URL(wasmURL, import.meta.url).href;
  const response = await fetchSiteFile(url, 'a file of ffmpeg');
  // The response itself is compiled, so that the browser may keep the compiled code with it.
  const counted = countBytes(response.clone(), 'ffmpeg');
  const compiling = WebAssembly.compileStreaming(response);
  await Promise.all([counted, compiling]);
  return compiling;
}
