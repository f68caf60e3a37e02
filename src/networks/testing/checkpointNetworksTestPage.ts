import reference from '../../../models/aot/browser_reference.json';
import metadata from '../../../models/aot/metadata.json';
import { goldenDifference } from '../checks/goldenCheck.ts';
import { findGpu, openGpu } from '../runtime/gpu.ts';
import { startWebGpu } from '../runtime/runtime.ts';
import type { VosSource } from '../vos/vosSource.ts';
import { aotFormulaWeights } from './testAot.ts';
import { stcnFormulaWeights } from './testStcn.ts';

declare global {
  interface Window {
    differencesToWasm: typeof differencesToWasm;
  }
}

const FILE = { name: 'formula', sha256: '0'.repeat(64), bytes: 0 };

/** The largest difference between WebGPU and wasm on the golden scene, per checkpoint network. */
async function differencesToWasm(): Promise<Record<string, number>> {
  const found = await findGpu();
  if (!found.adapter) throw new Error(found.reason);
  const runtime = await startWebGpu(await openGpu(found.adapter));
  const stcn: VosSource = { name: 'stcn', file: FILE, weights: stcnFormulaWeights() };
  const aot: VosSource = {
    name: 'aot',
    file: FILE,
    weights: aotFormulaWeights(metadata, reference),
  };
  return {
    stcn: await goldenDifference(runtime, stcn),
    aot: await goldenDifference(runtime, aot),
  };
}

window.differencesToWasm = differencesToWasm;
