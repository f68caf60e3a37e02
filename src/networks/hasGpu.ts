import { findGpu } from './runtime/gpu.ts';

/** True if the browser offers a GPU that is not emulated on the CPU. Nothing is loaded. */
export async function hasGpu(): Promise<boolean> {
  const search = await findGpu();
  return search.adapter !== null && !search.software;
}
