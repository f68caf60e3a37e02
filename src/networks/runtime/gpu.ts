import type { AdapterReport } from '../networksApi.ts';
import { failureText } from './failureText.ts';

/** A GPU that was opened for the networks. */
export interface Gpu {
  readonly device: GPUDevice;
  /** As the browser reports it, e.g. `nvidia ampere`. */
  readonly name: string;
  readonly adapter: AdapterReport;
}

/** The result of {@link findGpu}: an adapter, or the reason why there is none, a sentence. */
export type GpuSearch =
  | { readonly adapter: GPUAdapter; readonly name: string; readonly software: boolean }
  | { readonly adapter: null; readonly reason: string };

/** Looks for a GPU without opening it. Never throws. */
export async function findGpu(): Promise<GpuSearch> {
  // Contrary to its type it can be undefined: in Firefox on Linux and on insecure pages.
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) return { adapter: null, reason: 'This browser does not support WebGPU.' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) {
      return { adapter: null, reason: 'This browser supports WebGPU, but found no GPU.' };
    }
    return { adapter, name: adapterName(adapter.info), software: isSoftware(adapter.info) };
  } catch (error) {
    return {
      adapter: null,
      reason: `The search for a GPU failed: ${failureText(error)}.`,
    };
  }
}

/**
 * Opens a GPU with the limits that it really has, since the defaults only allow storage buffers of
 * 128 MiB.
 *
 * @throws the error of `requestDevice`
 */
export async function openGpu(adapter: GPUAdapter): Promise<Gpu> {
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = USED_FEATURES.filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({ requiredLimits, requiredFeatures });
  return { device, name: adapterName(adapter.info), adapter: adapterReport(adapter.info) };
}

/** The adapter's information for result files, as a plain object that can be posted. */
export function adapterReport(info: AdapterReport): AdapterReport {
  const { vendor, architecture, device, description } = info;
  return { vendor, architecture, device, description };
}

/** The GPU's name, from the fields that the browser reveals. */
export function adapterName(info: AdapterReport): string {
  const parts = [info.vendor, info.architecture, info.device].filter((part) => part !== '');
  return info.description || parts.join(' ') || 'an unnamed GPU';
}

/** True if WebGPU is emulated on the CPU: correct, but far slower than wasm. */
export function isSoftware(
  info: AdapterReport & { readonly isFallbackAdapter?: boolean },
): boolean {
  return (
    info.isFallbackAdapter === true ||
    /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${info.architecture} ${adapterName(info)}`)
  );
}

/** The limits that determine the sizes of onnxruntime-web's shaders. */
const RAISED_LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

const USED_FEATURES: readonly GPUFeatureName[] = ['shader-f16', 'subgroups'];
