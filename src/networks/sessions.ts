import type { InferenceSession } from 'onnxruntime-web';
import { Problem } from '../problem.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { failureText } from './failureText.ts';
import { modelBytes } from './modelFiles.ts';
import { enhancerModel, type ModelFile, type VosSettings, vosModels } from './modelManifest.ts';
import { enhancerGrid, type NetworkGrid, vosGrid } from './networkGrid.ts';
import type { Runtime } from './runtime.ts';
import type { VosNetworkName } from './vosNetworks.ts';

/** A VOS network, ready for frames of one size with a fixed number of objects. */
export interface VosNetwork {
  readonly runtime: Runtime;
  readonly settings: VosSettings;
  readonly grid: NetworkGrid;
  /** Objects that a run can follow; those that have not appeared yet count too. */
  readonly objectCount: number;
  readonly encodeKey: InferenceSession;
  readonly encodeValue: InferenceSession;
  readonly read: InferenceSession;
}

/** The enhancer, ready for frames of one size. */
export interface EnhancerNetwork {
  readonly runtime: Runtime;
  readonly grid: NetworkGrid;
  readonly session: InferenceSession;
}

/**
 * Opens the three graphs of a VOS network, in the runtime's precision.
 *
 * @throws Problem naming the model file that cannot be loaded
 */
export async function openVos(
  runtime: Runtime,
  name: VosNetworkName,
  size: FrameSize,
  objectCount: number,
): Promise<VosNetwork> {
  const { settings, ...model } = vosModels[name];
  const files = model.files[runtime.precision];
  const grid = vosGrid(size, settings.shortSide, settings.multiple);
  const { width, height } = grid.padded;
  const dimensions: Record<string, number> = { objects: objectCount };
  for (const [suffix, stride] of [
    ['', 1],
    ['2', 2],
    ['4', 4],
    ['8', 8],
  ] as const) {
    dimensions[`width${suffix}`] = width / stride;
    dimensions[`height${suffix}`] = height / stride;
  }
  // On wasm the memory grows with the run, since a full one takes three times as long to read;
  // on WebGPU shapes that change would mean new shaders.
  if (runtime.gpu) dimensions.capacity = settings.capacity;
  const keepOnGpu: SessionOptions = runtime.gpu ? { preferredOutputLocation: 'gpu-buffer' } : {};
  const opened: InferenceSession[] = [];
  const open = async (file: ModelFile, options: SessionOptions) => {
    const session = await openSession(runtime, file, dimensions, options);
    opened.push(session);
    return session;
  };
  try {
    // One after the other: onnxruntime-web cannot start two WebGPU sessions at a time.
    const encodeKey = await open(files.encodeKey, keepOnGpu);
    const encodeValue = await open(files.encodeValue, keepOnGpu);
    const read = await open(files.read, {});
    return { runtime, settings, grid, objectCount, encodeKey, encodeValue, read };
  } catch (error) {
    await release(opened);
    throw error;
  }
}

/**
 * Opens the enhancer, in the runtime's precision.
 *
 * @throws Problem naming the model file that cannot be loaded
 */
export async function openEnhancer(runtime: Runtime, size: FrameSize): Promise<EnhancerNetwork> {
  const grid = enhancerGrid(size, enhancerModel.settings.multiple);
  const dimensions = { half_width: grid.padded.width, half_height: grid.padded.height };
  const session = await openSession(
    runtime,
    enhancerModel.files[runtime.precision].enhancer,
    dimensions,
    {},
  );
  return { runtime, grid, session };
}

/** Frees sessions; failures are of no interest, since nothing uses the sessions any more. */
export async function release(sessions: readonly InferenceSession[]): Promise<void> {
  for (const session of sessions) await session.release().catch(() => {});
}

type SessionOptions = InferenceSession.SessionOptions;

async function openSession(
  runtime: Runtime,
  file: ModelFile,
  freeDimensionOverrides: Readonly<Record<string, number>>,
  options: SessionOptions,
): Promise<InferenceSession> {
  const model = await modelBytes(file);
  try {
    return await runtime.onnx.InferenceSession.create(model, {
      ...options,
      executionProviders: runtime.executionProviders,
      freeDimensionOverrides,
    });
  } catch (error) {
    throw new Problem(
      `The network ${file.name} could not be started on ${runtime.device}: ${failureText(error)}.`,
      'Try again; if that does not help, the file on the server is damaged.',
      { cause: error },
    );
  }
}
