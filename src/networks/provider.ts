import { Problem } from '../problem.ts';
import { failureText } from './failureText.ts';
import { GOLDEN_TOLERANCE, goldenDifference, isTrusted } from './goldenCheck.ts';
import { findGpu, openGpu } from './gpu.ts';
import type { ProviderChoice, ProviderReport } from './networksApi.ts';
import { type Runtime, startWasm, startWebGpu } from './runtime.ts';

/** A runtime and how it came to be chosen. */
export interface Provider {
  readonly runtime: Runtime;
  readonly report: ProviderReport;
}

/**
 * Starts what was asked for. `auto` takes WebGPU where a graphics card computes what wasm computes,
 * otherwise wasm with the reason in its report.
 *
 * @throws Problem with that reason, where WebGPU itself was asked for
 */
export async function startProvider(choice: ProviderChoice): Promise<Provider> {
  if (choice === 'wasm') return startOnWasm('wasm was asked for.');
  const attempt = await tryWebGpu(choice === 'auto');
  if (attempt.provider) return attempt.provider;
  if (choice === 'auto') return startOnWasm(attempt.reason);
  throw new Problem(attempt.reason, 'Choose wasm, or let Maskscope choose.');
}

/** @param reason why it is not WebGPU, a sentence */
export async function startOnWasm(reason: string): Promise<Provider> {
  const runtime = await startWasm();
  const { device } = runtime;
  return { runtime, report: { provider: 'wasm', device, reason, goldenDifference: null } };
}

type Attempt =
  | { readonly provider: Provider }
  | { readonly provider: null; readonly reason: string };

async function tryWebGpu(refuseSoftware: boolean): Promise<Attempt> {
  const search = await findGpu();
  if (!search.adapter) return { provider: null, reason: search.reason };
  const { adapter, name, software } = search;
  if (software && refuseSoftware) {
    const reason = `WebGPU is emulated on the processor here (${name}), which is slower than wasm.`;
    return { provider: null, reason };
  }
  try {
    const gpu = await openGpu(adapter);
    const runtime = await startWebGpu(gpu);
    const difference = await goldenDifference(runtime);
    if (!isTrusted(difference)) {
      gpu.device.destroy();
      const reason = `The graphics card ${name} computes something else than wasm (difference ${formatDifference(difference)}, at most ${GOLDEN_TOLERANCE} can be rounding).`;
      return { provider: null, reason };
    }
    const report: ProviderReport = {
      provider: 'webgpu',
      device: name,
      reason: null,
      goldenDifference: difference,
    };
    return { provider: { runtime, report } };
  } catch (error) {
    return { provider: null, reason: `WebGPU failed on ${name}: ${failureText(error)}.` };
  }
}

function formatDifference(difference: number): string {
  return Number.isNaN(difference) ? 'not a number' : difference.toPrecision(2);
}
