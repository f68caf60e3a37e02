import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { vi } from 'vitest';
import type { Precision } from '../networks/networksApi.ts';
import type { Runtime } from '../networks/runtime/runtime.ts';
import { allocateFrames, type FrameSize, type Frames, frameBytes } from '../sequence/frames.ts';

// The real networks, on wasm in Node with one thread.

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** Outside a browser, onnxruntime-web locates its wasm file by itself but cannot start workers. */
export async function nodeRuntime(precision: Precision = 'float32'): Promise<Runtime> {
  const onnx = await import('onnxruntime-web/wasm');
  onnx.env.wasm.numThreads = 1;
  return {
    onnx,
    gpu: null,
    device: 'wasm, 1 thread',
    threads: 1,
    precision,
    executionProviders: ['wasm'],
  };
}

/**
 * Serves the repository's files for requests of `/models/…`, like the development server, and files of
 * packages (`file:`), which Node's `fetch` does not read.
 */
export function serveModels(): void {
  const fetchOthers = globalThis.fetch;
  vi.stubGlobal('fetch', async (input: RequestInfo | URL, init?: RequestInit) => {
    const address = String(input);
    if (address.startsWith('file:')) {
      return new Response(Uint8Array.from(readFileSync(new URL(address))));
    }
    if (!address.startsWith('/models/')) return fetchOthers(input, init);
    return new Response(Uint8Array.from(readFileSync(join(REPOSITORY, address))));
  });
}

export const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;

/**
 * Decodes the first `count` pictures of a folder with the ffmpeg on the search path.
 *
 * @param pattern path relative to the repository, e.g. `public/samples/…/%05d.jpg`
 */
export function decodePictures(pattern: string, size: FrameSize, count: number): Frames {
  const { status, stdout, stderr } = spawnSync(
    'ffmpeg',
    ['-v', 'error', '-i', join(REPOSITORY, pattern), '-frames:v', String(count)].concat(
      ['-vf', `scale=${size.width}:${size.height}:out_range=tv:out_color_matrix=bt601`],
      ['-pix_fmt', 'yuv420p', '-f', 'rawvideo', '-'],
    ),
    { maxBuffer: 2 * frameBytes(size) * count },
  );
  if (status !== 0) throw new Error(`ffmpeg could not read ${pattern}: ${stderr}`);
  const frames = allocateFrames(size, count);
  new Uint8Array(frames.buffer).set(stdout);
  return frames;
}

/** The same runtime, but creating tensors with `axes` axes fails while `isFull` returns true. */
export function withScarceMemory(runtime: Runtime, axes: number, isFull: () => boolean): Runtime {
  const Tensor = new Proxy(runtime.onnx.Tensor, {
    construct(target, args: unknown[]) {
      const dims = args.at(-1);
      if (isFull() && Array.isArray(dims) && dims.length === axes) {
        throw new RangeError('Array buffer allocation failed');
      }
      return Reflect.construct(target, args);
    },
  });
  return { ...runtime, onnx: { ...runtime.onnx, Tensor } };
}
