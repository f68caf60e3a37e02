import { chromaSize, type FramePlanes, type FrameSize } from '../sequence/frames.ts';
import { enhanceFrame } from './enhance.ts';
import { unpackPlanes } from './enhancerPlanes.ts';
import type { NetworksRequest } from './networksApi.ts';
import { openVos } from './openVos.ts';
import type { Runtime } from './runtime.ts';
import { type EnhancerNetwork, openEnhancer, release } from './sessions.ts';
import type { VosNetwork } from './vosNetwork.ts';
import type { VosSource } from './vosSource.ts';

/** What networks were opened for; see {@link NetworksRequest}. */
export interface NetworksFor
  extends Pick<NetworksRequest, 'size' | 'objectCount' | 'memoryFrames'> {
  readonly source: VosSource;
}

/** All networks, open for frames of one size. */
export interface PreparedNetworks extends NetworksFor {
  /** Null where there is no object to segment. */
  readonly vos: VosNetwork | null;
  readonly enhancer: EnhancerNetwork;
}

/**
 * Opens all networks and runs each once at the real size, so that shaders are compiled and memory
 * is there before anything is timed.
 *
 * @throws Problem naming the model file that cannot be loaded
 */
export async function openNetworks(
  runtime: Runtime,
  wanted: NetworksFor,
): Promise<PreparedNetworks> {
  const { source, size, objectCount } = wanted;
  const options = { memoryFrames: wanted.memoryFrames ?? undefined };
  const enhancer = await openEnhancer(runtime, size);
  let vos: VosNetwork | null = null;
  try {
    if (objectCount > 0) vos = await openVos(runtime, source, size, objectCount, options);
    const networks = { ...wanted, vos, enhancer };
    await warmUp(networks);
    return networks;
  } catch (error) {
    await closeNetworks({ ...wanted, vos, enhancer });
    throw error;
  }
}

export async function closeNetworks({ vos, enhancer }: PreparedNetworks): Promise<void> {
  await release([enhancer.session]);
  await vos?.close();
}

async function warmUp({ size, objectCount, vos, enhancer }: PreparedNetworks): Promise<void> {
  const planes = greyFrame(size);
  const picture = { planes, bitsPerPixel: 0.02 };
  const pictures = {
    planes: picture,
    following: picture,
    next_key: picture,
    group_before: picture,
  };
  unpackPlanes(await enhanceFrame(enhancer, pictures, 45, null), enhancer.grid, planes);
  if (!vos) return;
  const labels = new Uint8Array(size.width * size.height);
  const objectIds = Array.from({ length: objectCount }, (_, index) => index + 1);
  const run = await vos.begin(planes, labels, objectIds);
  try {
    await run.segment(planes, labels);
  } finally {
    run.dispose();
  }
}

function greyFrame(size: FrameSize): FramePlanes {
  const chroma = chromaSize(size);
  const grey = (plane: FrameSize) => new Uint8Array(plane.width * plane.height).fill(128);
  return { y: grey(size), u: grey(chroma), v: grey(chroma), size, chroma };
}
