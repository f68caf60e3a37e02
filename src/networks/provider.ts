import { Problem } from '../problem.ts';
import { choosePrecision, FLOAT32_REPORT, type PrecisionReport } from './checks/float16Check.ts';
import { GOLDEN_TOLERANCE, goldenDifference, isTrusted } from './checks/goldenCheck.ts';
import type { ProviderChoice, ProviderReport } from './networksApi.ts';
import { failureText } from './runtime/failureText.ts';
import { findGpu, openGpu } from './runtime/gpu.ts';
import { type Runtime, startWasm, startWebGpu } from './runtime/runtime.ts';
import type { VosSource } from './vos/vosSource.ts';

/** A runtime and the report on how it was chosen. */
export interface Provider {
  readonly runtime: Runtime;
  readonly report: ProviderReport;
}

/**
 * Starts the requested provider. `auto` uses WebGPU if the GPU computes the same as wasm, otherwise
 * wasm, with the reason in its report. On WebGPU the networks run in float16 if the GPU can.
 *
 * @param sources the VOS networks that the GPU is checked with
 * @throws Problem with that reason if WebGPU was requested
 */
export async function startProvider(
  choice: ProviderChoice,
  sources: readonly VosSource[],
): Promise<Provider> {
  if (choice === 'wasm') return startOnWasm('wasm was requested.');
  const attempt = await tryWebGpu(sources, choice === 'auto');
  if (attempt.provider) return attempt.provider;
  if (choice === 'auto') return startOnWasm(attempt.reason);
  throw new Problem(attempt.reason, 'Choose wasm, or let Maskscope choose.');
}

/** @param reason why WebGPU is not used, a sentence */
export async function startOnWasm(reason: string): Promise<Provider> {
  const runtime = await startWasm();
  const report: ProviderReport = {
    provider: 'wasm',
    ...machineOf(runtime),
    reason,
    memoryFrames: null,
    opened: 0,
    goldenDifference: null,
    ...FLOAT32_REPORT,
  };
  return { runtime, report };
}

type Attempt =
  | { readonly provider: Provider }
  | { readonly provider: null; readonly reason: string };

async function tryWebGpu(sources: readonly VosSource[], refuseSoftware: boolean): Promise<Attempt> {
  const search = await findGpu();
  if (!search.adapter) return { provider: null, reason: search.reason };
  const { adapter, name, software } = search;
  if (software && refuseSoftware) {
    const reason = `WebGPU is emulated on the CPU here (${name}), which is slower than wasm.`;
    return { provider: null, reason };
  }
  try {
    const gpu = await openGpu(adapter);
    const runtime = await startWebGpu(gpu);
    const difference = await worstDifference(runtime, sources);
    if (!isTrusted(difference)) {
      gpu.device.destroy();
      const reason = `The GPU ${name} does not compute the same as wasm (difference ${formatDifference(difference)}; rounding explains at most ${GOLDEN_TOLERANCE}).`;
      return { provider: null, reason };
    }
    const hasFloat16 = gpu.device.features.has('shader-f16');
    const choice = await commonPrecision(runtime, sources, hasFloat16);
    const report: ProviderReport = {
      provider: 'webgpu',
      ...machineOf(runtime),
      reason: null,
      memoryFrames: null,
      opened: 0,
      goldenDifference: difference,
      ...choice,
    };
    return { provider: { runtime: { ...runtime, precision: choice.precision }, report } };
  } catch (error) {
    return { provider: null, reason: `WebGPU failed on ${name}: ${failureText(error)}.` };
  }
}

/** The largest difference of any network; NaN if one is not a number. */
async function worstDifference(runtime: Runtime, sources: readonly VosSource[]): Promise<number> {
  let worst = 0;
  for (const source of sources) worst = Math.max(worst, await goldenDifference(runtime, source));
  return worst;
}

/** Float16 if every network can run in it; otherwise the report of the first that cannot. */
async function commonPrecision(
  runtime: Runtime,
  sources: readonly VosSource[],
  hasFloat16: boolean,
): Promise<PrecisionReport> {
  let report = FLOAT32_REPORT;
  for (const source of sources) {
    report = await choosePrecision(runtime, source, hasFloat16);
    if (report.precision === 'float32') return report;
  }
  return report;
}

/** The facts about the machine that make a result comparable with others. */
function machineOf({ device, gpu, threads, onnx }: Runtime) {
  return {
    device,
    adapter: gpu?.adapter ?? null,
    threads,
    onnxruntimeWeb: onnx.env.versions.web ?? onnx.env.versions.common,
  };
}

function formatDifference(difference: number): string {
  return Number.isNaN(difference) ? 'not a number' : difference.toPrecision(2);
}
