import type { InferenceSession } from 'onnxruntime-web';
import type { FramePlanes, FrameSize } from '../../../sequence/frames.ts';
import { type ModelFile, vosModels } from '../../runtime/modelManifest.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { openSession, release, type SessionOptions } from '../../runtime/sessions.ts';
import { type NetworkGrid, vosGrid } from '../../tensors/networkGrid.ts';
import type { CompactNetworkName } from '../../vosNetworks.ts';
import type { VosNetwork, VosOptions, VosRun } from '../vosNetwork.ts';
import type { CompactModel } from './compactModel.ts';
import { CompactRun } from './compactRun.ts';
import type { CompactSessions } from './compactSessions.ts';

/**
 * Opens the three graphs of Compact VOS, in the runtime's precision.
 *
 * @throws Problem naming the model file that cannot be loaded
 */
export function openCompact(
  runtime: Runtime,
  name: CompactNetworkName,
  size: FrameSize,
  objectCount: number,
  options: VosOptions = {},
): Promise<CompactNetwork> {
  const { files, settings } = vosModels[name];
  const model = { files: files[runtime.precision], settings };
  return openCompactModel(runtime, model, size, objectCount, options);
}

/**
 * Opens three graphs with the same interface, in the runtime's precision.
 *
 * @throws Problem naming the model file that cannot be loaded
 */
export async function openCompactModel(
  runtime: Runtime,
  { files, ...model }: CompactModel,
  size: FrameSize,
  objectCount: number,
  { interval }: VosOptions = {},
): Promise<CompactNetwork> {
  const settings = { ...model.settings, interval: interval ?? model.settings.interval };
  const grid = vosGrid(size, settings.shortSide, settings.multiple);
  const { width, height } = grid.padded;
  const dimensions: Record<string, number> = { objects: objectCount };
  for (const [suffix, stride] of [
    ['', 1],
    ['2', 2],
    ['4', 4],
    ['8', 8],
    ['16', 16],
  ] as const) {
    // A grid that is not divisible by a stride has no layer of that size.
    dimensions[`width${suffix}`] = Math.ceil(width / stride);
    dimensions[`height${suffix}`] = Math.ceil(height / stride);
  }
  // On wasm the memory grows during a run, since reading a full one takes three times as long. On
  // WebGPU changing shapes would require new shaders.
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
    const sessions = { runtime, settings, grid, objectCount, encodeKey, encodeValue, read };
    return new CompactNetwork(sessions);
  } catch (error) {
    await release(opened);
    throw error;
  }
}

/** Compact VOS, open for frames of one size with a fixed number of objects. */
export class CompactNetwork implements VosNetwork {
  constructor(readonly sessions: CompactSessions) {}

  get objectCount(): number {
    return this.sessions.objectCount;
  }

  get memoryFrames(): null {
    return null;
  }

  get grid(): NetworkGrid {
    return this.sessions.grid;
  }

  begin(planes: FramePlanes, map: Uint8Array, objectIds: readonly number[]): Promise<VosRun> {
    return CompactRun.begin(this.sessions, planes, map, objectIds);
  }

  close(): Promise<void> {
    const { encodeKey, encodeValue, read } = this.sessions;
    return release([encodeKey, encodeValue, read]);
  }
}
