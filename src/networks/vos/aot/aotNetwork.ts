import type { InferenceSession } from 'onnxruntime-web';
import type { FramePlanes, FrameSize } from '../../../sequence/frames.ts';
import { checkpointGraphs, type ModelFile } from '../../runtime/modelManifest.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { openSession, release, type SessionOptions } from '../../runtime/sessions.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import type { CheckpointWeights } from '../checkpointWeights.ts';
import type { VosNetwork, VosOptions, VosRun } from '../vosNetwork.ts';
import { aotSize, layerSize } from './aotGrid.ts';
import { AotRun } from './aotRun.ts';
import type { AotSessions } from './aotSessions.ts';
import { CHANNELS, INTERVAL, LAYERS, STRIDE } from './aotSettings.ts';

/**
 * Opens the four graphs of R50-AOTL with the tensors of its checkpoint, in the runtime's precision.
 *
 * @throws Problem naming the graph or checkpoint that cannot be loaded
 */
export async function openAot(
  runtime: Runtime,
  weights: CheckpointWeights,
  frame: FrameSize,
  objectCount: number,
  { interval = INTERVAL, memoryFrames }: VosOptions = {},
): Promise<AotNetwork> {
  const files = checkpointGraphs.aot[runtime.precision];
  const size = aotSize(frame);
  const dimensions: Record<string, number> = {};
  for (const stride of [1, 4, 8, 16]) {
    const { width, height } = layerSize(size, stride);
    dimensions[`width${stride === 1 ? '' : stride}`] = width;
    dimensions[`height${stride === 1 ? '' : stride}`] = height;
  }
  const opened: InferenceSession[] = [];
  const open = async (file: ModelFile, graph: string, onGpu: OutputLocation) => {
    const options: SessionOptions = runtime.gpu ? { preferredOutputLocation: onGpu } : {};
    const externalData = await weights.tensorsOf(graph);
    const session = await openSession(runtime, file, dimensions, { ...options, externalData });
    opened.push(session);
    return session;
  };
  const places = layerSize(size, STRIDE);
  const most = Math.min(memoryFrames ?? Number.POSITIVE_INFINITY, aotFrames(runtime, places));
  const kept = { key: 'gpu-buffer', value: 'gpu-buffer' } as const;
  try {
    // One after the other: onnxruntime-web cannot start two WebGPU sessions at a time.
    const encodeKey = await open(files.encodeKey, 'encode_key', 'gpu-buffer');
    const encodeReference = await open(files.encodeReference, 'encode_reference', kept);
    const encodeValue = await open(files.encodeValue, 'encode_value', { value: 'gpu-buffer' });
    const readOutputs = { logits: 'cpu', key: 'gpu-buffer', state: 'gpu-buffer' } as const;
    const read = await open(files.read, 'read', readOutputs);
    return new AotNetwork({
      ...{ runtime, frame, size, places, objectCount, interval },
      ...{ encodeKey, encodeReference, encodeValue, read },
      memoryFrames: Math.max(2, most),
    });
  } catch (error) {
    await release(opened);
    throw error;
  }
}

type OutputLocation = NonNullable<SessionOptions['preferredOutputLocation']>;

/** R50-AOTL, open for frames of one size. */
export class AotNetwork implements VosNetwork {
  constructor(readonly sessions: AotSessions) {}

  get objectCount(): number {
    return this.sessions.objectCount;
  }

  get memoryFrames(): number {
    return this.sessions.memoryFrames;
  }

  begin(planes: FramePlanes, map: Uint8Array, objectIds: readonly number[]): Promise<VosRun> {
    return AotRun.begin(this.sessions, planes, map, objectIds);
  }

  close(): Promise<void> {
    const { encodeKey, encodeReference, encodeValue, read } = this.sessions;
    return release([encodeKey, encodeReference, encodeValue, read]);
  }
}

/**
 * How many memory frames fit: on a GPU, so that no buffer exceeds its binding limit; on wasm, so
 * that keys and values fit their share of the memory. The buffers that grow with the frames are the
 * keys and the scores of one piece of the attention, with eight heads.
 *
 * @param places size of a key
 */
function aotFrames(
  { gpu, precision }: Pick<Runtime, 'gpu' | 'precision'>,
  places: FrameSize,
): number {
  const positions = pixelsOf(places);
  const key = LAYERS * CHANNELS * positions * (precision === 'float32' ? 4 : 2);
  if (!gpu) return Math.floor(LARGEST_ON_WASM / (2 * key));
  const scores = HEADS * Math.ceil(positions / PIECES) * positions * 4;
  return Math.floor(gpu.device.limits.maxStorageBufferBindingSize / Math.max(key, scores));
}

const HEADS = 8;
/** Pieces in which the graph computes the attention over the memory. */
const PIECES = 32;
/** Bytes of keys and values on wasm: what remains of 4 GiB beside weights and layers. */
const LARGEST_ON_WASM = 2 ** 30;
