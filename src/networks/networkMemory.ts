import { Problem } from '../problem.ts';
import { type FrameSize, formatSize } from '../sequence/frames.ts';
import { enhancerModel, type VosSettings, vosModels } from './modelManifest.ts';
import { enhancerGrid, pixelsOf, vosGrid } from './networkGrid.ts';
import type { NetworksRequest } from './networksApi.ts';

/** A wasm memory ends at 4 GiB; what is left of it is for fragments and the networks' weights. */
export const MOST_NETWORK_BYTES = 3 * 2 ** 30;

/**
 * Refuses what onnxruntime-web could not hold, before it fails in the middle of a run.
 *
 * @throws Problem that says what to lower
 */
export function assertNetworksFit(request: Omit<NetworksRequest, 'provider'>): void {
  const { network, size, objectCount } = request;
  const { settings } = vosModels[network];
  const pictures = enhancerBytes(size);
  if (pictures > MOST_NETWORK_BYTES) {
    throw new Problem(
      `Frames of ${formatSize(size)} are too large for the enhancer in a browser.`,
      `Scale the pictures down to at most ${Math.floor(LARGEST_PICTURE / 1e6)} megapixels.`,
    );
  }
  if (objectCount === 0) return;
  const oneObject = pictures + vosBytes(size, settings, 1);
  if (oneObject > MOST_NETWORK_BYTES) {
    throw new Problem(
      `Frames of ${formatSize(size)} are too long for VOS in a browser: it compares every place of a frame with every place of ${settings.capacity} others.`,
      `Crop the pictures, so that the longer side is at most ${longestRatio(settings)} times as long as the shorter one.`,
    );
  }
  const perObject = vosBytes(size, settings, 2) - vosBytes(size, settings, 1);
  const most = 1 + Math.floor((MOST_NETWORK_BYTES - oneObject) / perObject);
  if (objectCount > most) {
    throw new Problem(
      `${objectCount} objects in frames of ${formatSize(size)} are too many for VOS in a browser.`,
      `Segment at most ${most} of them at a time.`,
    );
  }
}

/**
 * Bytes of wasm memory that VOS takes with a full memory, to about a tenth: the affinity (once as
 * a product, once as its softmax) and for each object its remembered values (as they are given and
 * transposed) and what the decoder makes.
 *
 * Measured with onnxruntime-web 1.30, together with the enhancer, in MiB: 223 for 854×480 and one
 * object, 267 for 1280×720 and three, 429 for sixteen, 670 for 32; 385 for 1152×480 and two; 994
 * for 1920×480 and 2026 for 2880×480, one object each.
 */
export function vosBytes(size: FrameSize, settings: VosSettings, objectCount: number): number {
  const { shortSide, multiple, capacity } = settings;
  const positions = pixelsOf(vosGrid(size, shortSide, multiple).padded) / STRIDE ** 2;
  const affinity = capacity * positions ** 2 * FLOAT;
  const object = positions * (2 * capacity * VALUE_CHANNELS + DECODED_CHANNELS) * FLOAT;
  return 2 * affinity + objectCount * object;
}

/**
 * Bytes of wasm memory that the enhancer takes: two layers of 32 channels and its input and output
 * on a grid of half the picture's sides. Measured: 653 MiB for 3840×2160.
 */
export function enhancerBytes(size: FrameSize): number {
  const cells = pixelsOf(enhancerGrid(size, enhancerModel.settings.multiple).padded);
  return cells * ENHANCER_CHANNELS * FLOAT;
}

/** Longer side to shorter side of a frame whose affinities take nine tenths of what there is. */
function longestRatio({ shortSide, capacity }: VosSettings): number {
  const positions = Math.sqrt((0.9 * MOST_NETWORK_BYTES) / (2 * capacity * FLOAT));
  return Math.floor(positions / (shortSide / STRIDE) ** 2);
}

const FLOAT = Float32Array.BYTES_PER_ELEMENT;
/** Frame pixels between two positions of the memory, either way. */
const STRIDE = 8;
const VALUE_CHANNELS = 128;
/** Of the largest layers of the decoder, as if they all lay at 1/8. */
const DECODED_CHANNELS = 400;
const ENHANCER_CHANNELS = 80;
/** Pixels of a picture whose enhancer takes all there is. */
const LARGEST_PICTURE = (4 * MOST_NETWORK_BYTES) / (ENHANCER_CHANNELS * FLOAT);
