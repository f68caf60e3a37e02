import type { FrameSize } from '../../sequence/frames.ts';
import type { CheckpointWeights } from '../checkpointWeights.ts';
import type { Runtime } from '../runtime.ts';
import type { VosNetwork, VosOptions } from '../vosNetwork.ts';

/** Being built. */
export async function openStcn(
  _runtime: Runtime,
  _weights: CheckpointWeights,
  _size: FrameSize,
  _objectCount: number,
  _options: VosOptions = {},
): Promise<VosNetwork> {
  throw new Error('not built yet');
}
