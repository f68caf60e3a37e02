import type { InferenceSession } from 'onnxruntime-web';
import asyncifyModuleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?url';
import plainModuleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import plainWasmUrl from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?url';
import { assertSiteFile, fetchSiteBytes } from '../../files/siteFile.ts';
import { Problem } from '../../problem.ts';
import type { Precision } from '../networksApi.ts';
import type { Gpu } from './gpu.ts';
import { memoizeSuccess } from './memoizeSuccess.ts';

/** Any build of onnxruntime-web. */
export type Onnx = typeof import('onnxruntime-web');

/** A build of onnxruntime-web on the provider that its sessions run on. */
export interface Runtime {
  readonly onnx: Onnx;
  /** The GPU, null on wasm. */
  readonly gpu: Gpu | null;
  /** Name for the screen: the GPU's, or `wasm, 4 threads`. */
  readonly device: string;
  /** Threads of the wasm build. */
  readonly threads: number;
  /** The precision that networks are opened in. */
  readonly precision: Precision;
  readonly executionProviders: NonNullable<InferenceSession.SessionOptions['executionProviders']>;
}

/** Layers of this size have little parallel work; more threads were not measured. */
const MAX_THREADS = 8;

/**
 * Starts the build without WebGPU. The WebGPU build can run on wasm too, but it is compiled with
 * asyncify, which makes the first two VOS graphs three to five times slower.
 */
export async function startWasm(): Promise<Runtime> {
  const onnx = await import('onnxruntime-web/wasm').catch(notThere);
  onnx.env.wasm.wasmPaths = { mjs: plainModuleUrl };
  onnx.env.wasm.wasmBinary = await wasmBytes({
    url: plainWasmUrl,
    file: 'onnxruntime-web for wasm',
  });
  const threads = threadCount();
  onnx.env.wasm.numThreads = threads;
  const device = threads === 1 ? 'wasm, 1 thread' : `wasm, ${threads} threads`;
  return {
    onnx,
    gpu: null,
    device,
    threads,
    precision: 'float32',
    executionProviders: ['wasm'],
  };
}

/** Starts the build with WebGPU on this GPU. */
export async function startWebGpu(gpu: Gpu): Promise<Runtime> {
  const onnx = await import('onnxruntime-web/webgpu').catch(notThere);
  onnx.env.wasm.wasmPaths = { mjs: asyncifyModuleUrl };
  onnx.env.wasm.wasmBinary = await wasmBytes({
    url: asyncifyWasmUrl,
    file: 'onnxruntime-web for WebGPU',
  });
  // Only the golden check and a few shape operators run on the CPU here.
  onnx.env.wasm.numThreads = 1;
  return {
    onnx,
    gpu,
    device: gpu.name,
    threads: 1,
    precision: 'float32',
    executionProviders: [{ name: 'webgpu', device: gpu.device }],
  };
}

/** onnxruntime-web would load them too, but without progress. */
const wasmBytes = memoizeSuccess(
  ({ url }: WasmFile) => url,
  ({ url, file }: WasmFile) => fetchSiteBytes(url, file, FILE_NAME),
);

interface WasmFile {
  readonly url: string;
  /** Its name for the progress. */
  readonly file: string;
}

const FILE_NAME = 'a file of onnxruntime-web';

/**
 * Checks that the server still has the runtime's script: onnxruntime-web does not tell a missing
 * file from a browser that cannot run it.
 *
 * @throws Problem if it is missing
 */
export async function assertRuntimeFiles({ gpu }: Runtime): Promise<void> {
  await assertSiteFile(gpu ? asyncifyModuleUrl : plainModuleUrl, FILE_NAME);
}

/** A script that the server no longer has. */
function notThere(cause: unknown): never {
  throw new Problem(
    'A script of onnxruntime-web could not be loaded: the server does not respond, or Maskscope was updated.',
    'Reload the page; kept runs and saved results stay.',
    { cause },
  );
}

/** The same build as `runtime` on wasm, which the golden check compares with. */
export function onCpu({ onnx }: Runtime): Runtime {
  return {
    onnx,
    gpu: null,
    device: 'wasm, 1 thread',
    threads: 1,
    precision: 'float32',
    executionProviders: ['wasm'],
  };
}

/** Never more threads than cores: two threads per core took two to four times as long as one. */
function threadCount(): number {
  if (!globalThis.crossOriginIsolated) return 1;
  return Math.max(1, Math.min(navigator.hardwareConcurrency, MAX_THREADS));
}
