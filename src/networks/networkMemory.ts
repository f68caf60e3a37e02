import { Problem } from '../problem.ts';
import { type FrameSize, formatSize } from '../sequence/frames.ts';
import type { NetworksRequest } from './networksApi.ts';
import { enhancerModel, type VosSettings, vosModels } from './runtime/modelManifest.ts';
import { pixelsOf, planesGrid, vosGrid } from './tensors/networkGrid.ts';
import { assertStcnFits } from './vos/stcn/stcnFit.ts';
import { needsWeightsFile, type VosNetworkName } from './vosNetworks.ts';

/** A wasm memory is limited to 4 GiB; the rest is for fragmentation and the networks' weights. */
const MAX_NETWORK_BYTES = 3 * 2 ** 30;

/**
 * Refuses requests that exceed onnxruntime-web's memory, before it fails in the middle of a run.
 *
 * @throws Problem naming what to reduce
 */
export function assertNetworksFit(request: Omit<NetworksRequest, 'provider'>): void {
  const { networks, size, objectCount } = request;
  const pictures = enhancerBytes(size);
  if (pictures > MAX_NETWORK_BYTES) {
    throw new Problem(
      `Frames of ${formatSize(size)} are too large for the enhancer in a browser.`,
      `Scale the pictures down to at most ${Math.floor(LARGEST_PICTURE / 1e6)} megapixels.`,
    );
  }
  if (objectCount === 0) return;
  for (const network of networks) assertVosFits(network, size, objectCount, pictures);
}

/** @param pictures bytes of the enhancer */
function assertVosFits(
  network: VosNetworkName,
  size: FrameSize,
  objectCount: number,
  pictures: number,
): void {
  if (needsWeightsFile(network)) {
    // R50-AOTL scales long pictures down, which bounds its memory: at most 1484 MiB were measured.
    // The memory of a custom network is unknown.
    if (network === 'stcn') assertStcnFits(size, objectCount, MAX_NETWORK_BYTES - pictures);
    return;
  }
  const { settings } = vosModels[network];
  const oneObject = pictures + vosBytes(size, settings, 1);
  if (oneObject > MAX_NETWORK_BYTES) {
    throw new Problem(
      `Frames of ${formatSize(size)} are too elongated for VOS in a browser: it compares every position of a frame with every position of ${settings.capacity} others.`,
      `Crop the pictures so that the longer side is at most ${longestRatio(settings)} times as long as the shorter one.`,
    );
  }
  const most = mostObjects(size, settings);
  if (objectCount > most) {
    throw new Problem(
      `${objectCount} objects in frames of ${formatSize(size)} are too many for VOS in a browser.`,
      `Segment at most ${most} of them at a time.`,
    );
  }
}

/**
 * Bytes of wasm memory that VOS needs with a full memory, accurate to about a quarter. It is the
 * larger of two amounts that use the same memory in turn: the affinity (the product, its
 * concatenation, its softmax, and the part that late objects read), and the values that are read
 * and decoded for all objects.
 *
 * Measured with onnxruntime-web 1.30, together with the enhancer, in MiB: 283 for 854×480 and one
 * object; 283 for 1280×720 and three, 304 for 16, 274 for 32, 283 for 64; 486 for 1152×480 and two;
 * 1309 for 1920×480 and 2566 for 2880×480, one object each; 488 for 854×480 and 128. Memory grows
 * in large steps.
 */
export function vosBytes(size: FrameSize, settings: VosSettings, objectCount: number): number {
  const { shortSide, multiple, capacity } = settings;
  const positions = pixelsOf(vosGrid(size, shortSide, multiple).padded) / STRIDE ** 2;
  // The previous frame is stored in addition to the slots.
  const affinity = (capacity + 1) * positions ** 2 * FLOAT;
  return Math.max(AFFINITIES * affinity, objectCount * positions * OBJECT_CHANNELS * FLOAT);
}

/**
 * Bytes of wasm memory that the enhancer needs: its layers, four pictures and three aligned ones,
 * on a grid of half the picture's sides. The mask refiner's layers reuse the enhancer's memory.
 * Measured with both open, in MiB: 58 for 854×480, 132 for 1280×720, 260 for 1920×1080, 879 for
 * 3840×2160.
 */
export function enhancerBytes(size: FrameSize): number {
  const cells = pixelsOf(planesGrid(size, enhancerModel.settings.multiple).padded);
  return cells * ENHANCER_CHANNELS * FLOAT;
}

/** Number of objects that fit beside the enhancer, at least 1. */
function mostObjects(size: FrameSize, settings: VosSettings): number {
  const room = MAX_NETWORK_BYTES - enhancerBytes(size);
  let most = 1;
  while (most < MAX_IDS && vosBytes(size, settings, most + 1) <= room) most++;
  return most;
}

/** Ratio of a frame's longer to shorter side at which affinities need 0.9 of the memory. */
function longestRatio({ shortSide, capacity }: VosSettings): number {
  const positions = Math.sqrt((0.9 * MAX_NETWORK_BYTES) / (AFFINITIES * (capacity + 1) * FLOAT));
  return Math.floor(positions / (shortSide / STRIDE) ** 2);
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;
/** Pixels between two memory positions, in both directions. */
const STRIDE = 8;
/** Copies of the affinity that exist at the same time: four, which share some memory. */
const AFFINITIES = 3.9;
/** Channels of the layers that exist at the same time for an object, converted to stride 8. */
const OBJECT_CHANNELS = 550;
/** Ids that a label map can contain, besides background and void. */
const MAX_IDS = 254;
const ENHANCER_CHANNELS = 115;
/** Pixels of a picture for which the enhancer needs all of the memory. */
const LARGEST_PICTURE = (4 * MAX_NETWORK_BYTES) / (ENHANCER_CHANNELS * FLOAT);
