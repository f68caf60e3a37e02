import { Problem } from '../../problem.ts';
import { type FrameSize, formatSize } from '../../sequence/frames.ts';
import type { NetworksRequest } from '../networksApi.ts';
import { pixelsOf, planesGrid, vosGrid } from '../tensors/networkGrid.ts';
import { assertStcnFits } from '../vos/stcn/stcnFit.ts';
import { needsWeightsFile } from '../vosNetworks.ts';
import { enhancerModel, type VosSettings, vosModels } from './modelManifest.ts';

/** A wasm memory ends at 4 GiB; what is left of it is for fragments and the networks' weights. */
const MOST_NETWORK_BYTES = 3 * 2 ** 30;

/**
 * Refuses what onnxruntime-web could not hold, before it fails in the middle of a run.
 *
 * @throws Problem that says what to lower
 */
export function assertNetworksFit(request: Omit<NetworksRequest, 'provider'>): void {
  const { network, size, objectCount } = request;
  const pictures = enhancerBytes(size);
  if (pictures > MOST_NETWORK_BYTES) {
    throw new Problem(
      `Frames of ${formatSize(size)} are too large for the enhancer in a browser.`,
      `Scale the pictures down to at most ${Math.floor(LARGEST_PICTURE / 1e6)} megapixels.`,
    );
  }
  if (objectCount === 0) return;
  if (needsWeightsFile(network)) {
    // R50-AOTL scales long pictures down, so that its memory is bounded: 1484 MiB at most were
    // measured. Of a network that the user brought nothing is known.
    if (network === 'stcn') assertStcnFits(size, objectCount, MOST_NETWORK_BYTES - pictures);
    return;
  }
  const { settings } = vosModels[network];
  const oneObject = pictures + vosBytes(size, settings, 1);
  if (oneObject > MOST_NETWORK_BYTES) {
    throw new Problem(
      `Frames of ${formatSize(size)} are too long for VOS in a browser: it compares every place of a frame with every place of ${settings.capacity} others.`,
      `Crop the pictures, so that the longer side is at most ${longestRatio(settings)} times as long as the shorter one.`,
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
 * Bytes of wasm memory that VOS takes with a full memory, to about a quarter: either the affinity
 * (as a product, joined, as its softmax and what of it objects that appeared late read), or later, in
 * the same place, what is read and decoded of all objects, whichever is more.
 *
 * Measured with onnxruntime-web 1.30, together with the enhancer, in MiB: 283 for 854×480 and one
 * object; 283 for 1280×720 and three, 304 for 16, 274 for 32, 283 for 64; 486 for 1152×480 and two;
 * 1309 for 1920×480 and 2566 for 2880×480, one object each; 488 for 854×480 and 128. Memory grows in
 * large steps.
 */
export function vosBytes(size: FrameSize, settings: VosSettings, objectCount: number): number {
  const { shortSide, multiple, capacity } = settings;
  const positions = pixelsOf(vosGrid(size, shortSide, multiple).padded) / STRIDE ** 2;
  // The previous frame is one more than the memory's.
  const affinity = (capacity + 1) * positions ** 2 * FLOAT;
  return Math.max(AFFINITIES * affinity, objectCount * positions * OBJECT_CHANNELS * FLOAT);
}

/**
 * Bytes of wasm memory that the enhancer takes: its layers, four pictures and what is aligned of three
 * of them, on a grid of half the picture's sides. The mask refiner's layers find room where the enhancer's
 * were. Measured, both open, in MiB: 58 for 854×480, 132 for 1280×720,
 * 260 for 1920×1080, 879 for 3840×2160.
 */
export function enhancerBytes(size: FrameSize): number {
  const cells = pixelsOf(planesGrid(size, enhancerModel.settings.multiple).padded);
  return cells * ENHANCER_CHANNELS * FLOAT;
}

/** As many objects as fit beside the enhancer; at least one does. */
function mostObjects(size: FrameSize, settings: VosSettings): number {
  const room = MOST_NETWORK_BYTES - enhancerBytes(size);
  let most = 1;
  while (most < MOST_IDS && vosBytes(size, settings, most + 1) <= room) most++;
  return most;
}

/** Longer side to shorter side of a frame whose affinities take nine tenths of what there is. */
function longestRatio({ shortSide, capacity }: VosSettings): number {
  const positions = Math.sqrt((0.9 * MOST_NETWORK_BYTES) / (AFFINITIES * (capacity + 1) * FLOAT));
  return Math.floor(positions / (shortSide / STRIDE) ** 2);
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;
/** Frame pixels between two positions of the memory, either way. */
const STRIDE = 8;
/** Copies of the affinity that there are at a time: four, of which parts lie where others ended. */
const AFFINITIES = 3.9;
/** Of the layers that are there at a time for an object, as if they all lay at 1/8. */
const OBJECT_CHANNELS = 550;
/** Ids that a label map can hold, besides background and void. */
const MOST_IDS = 254;
const ENHANCER_CHANNELS = 115;
/** Pixels of a picture whose enhancer takes all there is. */
const LARGEST_PICTURE = (4 * MOST_NETWORK_BYTES) / (ENHANCER_CHANNELS * FLOAT);
