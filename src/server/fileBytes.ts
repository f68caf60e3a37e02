import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Large files of packages, by the names that the app gives them. */
const PACKAGE_FILES = {
  ffmpeg: '@ffmpeg/core-mt/dist/esm/ffmpeg-core.wasm',
  'onnxruntime-web for wasm': 'onnxruntime-web/dist/ort-wasm-simd-threaded.wasm',
  'onnxruntime-web for WebGPU': 'onnxruntime-web/dist/ort-wasm-simd-threaded.asyncify.wasm',
} as const;

/**
 * The sizes in bytes of the files that the app loads with progress, by their names in it. A server
 * that compresses files does not tell their sizes.
 *
 * @param root the folder with `models` and `node_modules`
 */
export function fileBytes(root: string): Record<string, number> {
  const networks = readdirSync(join(root, 'models'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.onnx'))
    .map((name) => [name.replaceAll('\\', '/'), join(root, 'models', name)] as const);
  const packages = Object.entries(PACKAGE_FILES).map(
    ([name, file]) => [name, join(root, 'node_modules', file)] as const,
  );
  const files = [...packages, ...networks];
  return Object.fromEntries(files.map(([name, file]) => [name, statSync(file).size]));
}
