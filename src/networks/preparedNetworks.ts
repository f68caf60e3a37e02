import { chromaSize, type FramePlanes, type FrameSize } from '../sequence/frames.ts';
import { enhanceFrame } from './enhancer/enhance.ts';
import { unpackPlanes } from './enhancer/enhancerPlanes.ts';
import { refineMasks } from './maskRefiner/refineMasks.ts';
import type { NetworksRequest } from './networksApi.ts';
import type { Runtime } from './runtime/runtime.ts';
import { openEnhancer, openMaskRefiner, type PlanesNetwork, release } from './runtime/sessions.ts';
import { openVos } from './vos/openVos.ts';
import type { VosNetwork } from './vos/vosNetwork.ts';
import type { VosSource } from './vos/vosSource.ts';
import type { VosNetworkName } from './vosNetworks.ts';

/** What networks were opened for; see {@link NetworksRequest}. */
export interface NetworksFor
  extends Pick<NetworksRequest, 'size' | 'objectCount' | 'memoryFrames'> {
  /** The VOS networks. */
  readonly sources: readonly VosSource[];
}

/** All networks, open for frames of one size. */
export interface PreparedNetworks extends NetworksFor {
  /** By name; empty if there is no object to segment. */
  readonly vos: ReadonlyMap<VosNetworkName, VosNetwork>;
  readonly enhancer: PlanesNetwork;
  readonly maskRefiner: PlanesNetwork;
}

/**
 * Opens all networks and runs each once at the real size, so that shader compilation and memory
 * allocation are not timed later.
 *
 * @throws Problem naming the model file that cannot be loaded
 */
export async function openNetworks(
  runtime: Runtime,
  wanted: NetworksFor,
): Promise<PreparedNetworks> {
  const { sources, size, objectCount } = wanted;
  const options = { memoryFrames: wanted.memoryFrames ?? undefined };
  const opened: PlanesNetwork[] = [];
  const vos = new Map<VosNetworkName, VosNetwork>();
  try {
    const enhancer = await openEnhancer(runtime, size);
    opened.push(enhancer);
    const maskRefiner = await openMaskRefiner(runtime, size);
    opened.push(maskRefiner);
    for (const source of objectCount > 0 ? sources : []) {
      vos.set(source.name, await openVos(runtime, source, size, objectCount, options));
    }
    const networks = { ...wanted, vos, enhancer, maskRefiner };
    await warmUp(networks);
    return networks;
  } catch (error) {
    await release(opened.map(({ session }) => session));
    for (const network of vos.values()) await network.close();
    throw error;
  }
}

export async function closeNetworks(networks: PreparedNetworks): Promise<void> {
  const { vos, enhancer, maskRefiner } = networks;
  await release([enhancer.session, maskRefiner.session]);
  for (const network of vos.values()) await network.close();
}

async function warmUp(networks: PreparedNetworks): Promise<void> {
  const { size, objectCount, vos, enhancer, maskRefiner } = networks;
  const planes = greyFrame(size);
  const picture = { planes, bitsPerPixel: 0.02 };
  const pictures = {
    planes: picture,
    following: picture,
    next_key: picture,
    group_before: picture,
  };
  unpackPlanes(await enhanceFrame(enhancer, pictures, 45, null), enhancer.grid, planes);
  const labels = new Uint8Array(size.width * size.height);
  const oneObject = labels.map((_, pixel) => (2 * pixel < labels.length ? 1 : 0));
  await refineMasks(maskRefiner, planes, oneObject, { scale: 2, crf: 45 }, oneObject.slice());
  const objectIds = Array.from({ length: objectCount }, (_, index) => index + 1);
  for (const network of vos.values()) {
    const run = await network.begin(planes, labels, objectIds);
    try {
      await run.segment(planes, labels);
    } finally {
      run.dispose();
    }
  }
}

function greyFrame(size: FrameSize): FramePlanes {
  const chroma = chromaSize(size);
  const grey = (plane: FrameSize) => new Uint8Array(plane.width * plane.height).fill(128);
  return { y: grey(size), u: grey(chroma), v: grey(chroma), size, chroma };
}
