import type { InferenceSession } from 'onnxruntime-web';
import type { FramePlanes, FrameSize } from '../../../sequence/frames.ts';
import { checkpointGraphs, type ModelFile } from '../../runtime/modelManifest.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { openSession, release, type SessionOptions } from '../../runtime/sessions.ts';
import type { CheckpointWeights } from '../checkpointWeights.ts';
import type { VosNetwork, VosOptions, VosRun } from '../vosNetwork.ts';
import { stcnFit } from './stcnFit.ts';
import { stcnGrid } from './stcnGrid.ts';
import { StcnRun } from './stcnRun.ts';
import type { StcnSessions } from './stcnSessions.ts';
import { INTERVAL, STRIDE } from './stcnSettings.ts';

/**
 * Opens the three graphs of STCN with the tensors of its checkpoint, in the runtime's precision.
 *
 * @throws Problem naming the graph or checkpoint that cannot be loaded
 */
export async function openStcn(
  runtime: Runtime,
  weights: CheckpointWeights,
  size: FrameSize,
  objectCount: number,
  { interval = INTERVAL, memoryFrames }: VosOptions = {},
): Promise<StcnNetwork> {
  const files = checkpointGraphs.stcn[runtime.precision];
  const grid = stcnGrid(size);
  const { width, height } = grid.padded;
  const dimensions: Record<string, number> = {};
  for (const stride of [1, 4, 8, 16]) {
    dimensions[`width${stride === 1 ? '' : stride}`] = width / stride;
    dimensions[`height${stride === 1 ? '' : stride}`] = height / stride;
  }
  const opened: InferenceSession[] = [];
  const open = async (file: ModelFile, graph: string, options: SessionOptions = {}) => {
    // Read when needed, so that the checkpoint's bytes are in memory once, not three times.
    const externalData = await weights.tensorsOf(graph);
    const session = await openSession(runtime, file, dimensions, { ...options, externalData });
    opened.push(session);
    return session;
  };
  const keepOnGpu: SessionOptions = runtime.gpu ? { preferredOutputLocation: 'gpu-buffer' } : {};
  try {
    // One after the other: onnxruntime-web cannot start two WebGPU sessions at a time.
    const encodeKey = await open(files.encodeKey, 'encode_key', keepOnGpu);
    const encodeValue = await open(files.encodeValue, 'encode_value');
    const read = await open(files.read, 'read');
    const fit = stcnFit(runtime, grid, objectCount);
    return new StcnNetwork({
      ...{ runtime, grid, objectCount, interval, encodeKey, encodeValue, read },
      places: { width: width / STRIDE, height: height / STRIDE },
      objectsAtOnce: fit.objectsAtOnce,
      memoryFrames: Math.max(2, Math.min(memoryFrames ?? Number.POSITIVE_INFINITY, fit.frames)),
    });
  } catch (error) {
    await release(opened);
    throw error;
  }
}

/** STCN, open for frames of one size. */
export class StcnNetwork implements VosNetwork {
  constructor(readonly sessions: StcnSessions) {}

  get objectCount(): number {
    return this.sessions.objectCount;
  }

  get memoryFrames(): number {
    return this.sessions.memoryFrames;
  }

  begin(planes: FramePlanes, map: Uint8Array, objectIds: readonly number[]): Promise<VosRun> {
    return StcnRun.begin(this.sessions, planes, map, objectIds);
  }

  close(): Promise<void> {
    const { encodeKey, encodeValue, read } = this.sessions;
    return release([encodeKey, encodeValue, read]);
  }
}
