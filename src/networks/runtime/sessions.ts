import type { InferenceSession } from 'onnxruntime-web';
import { Problem } from '../../problem.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { type NetworkGrid, planesGrid } from '../tensors/networkGrid.ts';
import { failureText } from './failureText.ts';
import { modelBytes } from './modelFiles.ts';
import { enhancerModel, type ModelFile, maskRefinerModel } from './modelManifest.ts';
import { assertRuntimeFiles, type Runtime } from './runtime.ts';

/** The enhancer or the mask refiner, ready for frames of one size. */
export interface PlanesNetwork {
  readonly runtime: Runtime;
  readonly grid: NetworkGrid;
  readonly session: InferenceSession;
}

/**
 * Opens the enhancer, in the runtime's precision.
 *
 * @throws Problem naming the model file that cannot be loaded
 */
export function openEnhancer(runtime: Runtime, size: FrameSize): Promise<PlanesNetwork> {
  const { files, settings } = enhancerModel;
  return openOnPlanes(runtime, files[runtime.precision].enhancer, size, settings.multiple);
}

/**
 * Opens the mask refiner, in the runtime's precision.
 *
 * @throws Problem naming the model file that cannot be loaded
 */
export function openMaskRefiner(runtime: Runtime, size: FrameSize): Promise<PlanesNetwork> {
  const { files, settings } = maskRefinerModel;
  return openOnPlanes(runtime, files[runtime.precision].maskRefiner, size, settings.multiple);
}

async function openOnPlanes(
  runtime: Runtime,
  file: ModelFile,
  size: FrameSize,
  multiple: number,
): Promise<PlanesNetwork> {
  const grid = planesGrid(size, multiple);
  const dimensions = { half_width: grid.padded.width, half_height: grid.padded.height };
  return { runtime, grid, session: await openSession(runtime, file, dimensions, {}) };
}

/** Frees sessions. Failures are ignored, since the sessions are no longer used. */
export async function release(sessions: readonly InferenceSession[]): Promise<void> {
  for (const session of sessions) await session.release().catch(() => {});
}

export type SessionOptions = InferenceSession.SessionOptions;

/**
 * Opens a graph on the runtime's provider.
 *
 * @param freeDimensionOverrides sizes of the graph's free dimensions; those left out stay free
 * @param options such as external weights or the location of outputs
 * @throws Problem naming the model file that cannot be loaded or started
 */
export async function openSession(
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
    if (failureText(error).includes('no available backend')) await assertRuntimeFiles(runtime);
    throw new Problem(
      `The network ${file.name} could not be started on ${runtime.device}: ${failureText(error)}.`,
      'Try again; if that does not help, the file on the server is damaged.',
      { cause: error },
    );
  }
}
