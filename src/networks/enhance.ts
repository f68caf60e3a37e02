import type { Tensor } from 'onnxruntime-web';
import type { FramePlanes } from '../sequence/frames.ts';
import { ENHANCER_PLANES, foregroundMask, packPlanes } from './enhancerPlanes.ts';
import type { EnhancerNetwork } from './sessions.ts';

/**
 * Enhances one decoded frame.
 *
 * @param crf the quality that x265 was asked for
 * @param guide ids at full size that guide the network, null for none
 * @returns [6, padded height, padded width], 0..1, for `unpackPlanes`
 */
export async function enhanceFrame(
  network: EnhancerNetwork,
  planes: FramePlanes,
  crf: number,
  guide: Uint8Array | null,
): Promise<Float32Array> {
  const { Tensor } = network.runtime.onnx;
  const { grid } = network;
  const { width, height } = grid.padded;
  const outputs = await network.session.run({
    planes: new Tensor('float32', packPlanes(planes, grid), [1, ENHANCER_PLANES, height, width]),
    crf: new Tensor('float32', Float32Array.of(crf), [1]),
    mask: new Tensor('float32', foregroundMask(guide, grid), [1, 1, height, width]),
  });
  return (outputs.enhanced as Tensor).data as Float32Array;
}
