import type { AdapterReport } from '../networksApi.ts';
import { failureText } from './failureText.ts';

/** A GPU that was opened for the networks. */
export interface Gpu {
  readonly device: GPUDevice;
  /** As the browser tells it, e.g. `nvidia ampere`. */
  readonly name: string;
  readonly adapter: AdapterReport;
}

/** What {@link findGpu} found: an adapter, or a sentence that says why there is none. */
export type GpuSearch =
  | { readonly adapter: GPUAdapter; readonly name: string; readonly software: boolean }
  | { readonly adapter: null; readonly reason: string };

/** Looks for a GPU; opens nothing yet. Never throws. */
export async function findGpu(): Promise<GpuSearch> {
  // The type says that it is always there; Firefox on Linux and insecure pages differ.
  const gpu = navigator.gpu as GPU | undefined;
  if (!gpu) return { adapter: null, reason: 'This browser has no WebGPU.' };
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) {
      return { adapter: null, reason: 'This browser has WebGPU, but no GPU for it.' };
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
 * Opens the card with the limits that it really has: the defaults allow storage buffers of 128 MiB
 * only.
 *
 * @throws what `requestDevice` throws
 */
export async function openGpu(adapter: GPUAdapter): Promise<Gpu> {
  const requiredLimits: Record<string, number> = {};
  for (const limit of RAISED_LIMITS) requiredLimits[limit] = adapter.limits[limit];
  const requiredFeatures = USED_FEATURES.filter((feature) => adapter.features.has(feature));
  const device = await adapter.requestDevice({ requiredLimits, requiredFeatures });
  return { device, name: adapterName(adapter.info), adapter: adapterReport(adapter.info) };
}

/** The parts of the adapter's information that result files keep; a plain object, to be posted. */
export function adapterReport(info: AdapterReport): AdapterReport {
  const { vendor, architecture, device, description } = info;
  return { vendor, architecture, device, description };
}

/** The card's name from what the browser is willing to tell; some browsers tell nothing. */
export function adapterName(info: AdapterReport): string {
  const parts = [info.vendor, info.architecture, info.device].filter((part) => part !== '');
  return info.description || parts.join(' ') || 'a GPU without a name';
}

/** True where WebGPU is a program on the CPU: correct, but far slower than wasm. */
export function isSoftware(
  info: AdapterReport & { readonly isFallbackAdapter?: boolean },
): boolean {
  return (
    info.isFallbackAdapter === true ||
    /swiftshader|llvmpipe|lavapipe|basic render/i.test(`${info.architecture} ${adapterName(info)}`)
  );
}

/** Those that onnxruntime-web's shaders choose their sizes by. */
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
