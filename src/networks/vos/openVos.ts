import type { FrameSize } from '../../sequence/frames.ts';
import type { Runtime } from '../runtime/runtime.ts';
import { openAot } from './aot/aotNetwork.ts';
import { openCompact } from './compact/compactNetwork.ts';
import { openOwn } from './own/ownNetwork.ts';
import { openStcn } from './stcn/stcnNetwork.ts';
import type { VosNetwork, VosOptions } from './vosNetwork.ts';
import type { VosSource } from './vosSource.ts';

/**
 * Opens a VOS network in the runtime's precision.
 *
 * @throws Problem naming the model file or checkpoint that cannot be loaded
 */
export function openVos(
  runtime: Runtime,
  source: VosSource,
  size: FrameSize,
  objectCount: number,
  options: VosOptions = {},
): Promise<VosNetwork> {
  switch (source.name) {
    case 'stcn':
      return openStcn(runtime, source.weights, size, objectCount, options);
    case 'aot':
      return openAot(runtime, source.weights, size, objectCount, options);
    case 'own':
      return openOwn(runtime, source.model, size, objectCount, options);
    default:
      return openCompact(runtime, source.name, size, objectCount, options);
  }
}
