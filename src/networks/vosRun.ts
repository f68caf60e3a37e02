import type { Tensor } from 'onnxruntime-web';
import type { FramePlanes } from '../sequence/frames.ts';
import { planesToImage } from './colour.ts';
import { vosModel } from './modelManifest.ts';
import { pixelsOf } from './networkGrid.ts';
import { objectMasks } from './objectMasks.ts';
import { writeLabelMap } from './probabilities.ts';
import type { VosNetwork } from './sessions.ts';
import { createVosMemory, type VosMemory } from './vosMemory.ts';

/**
 * Segments a sequence frame by frame, from the label map of its first frame. All that a frame's
 * result depends on, besides the frame, is the run's memory.
 */
export class VosRun {
  private constructor(
    private readonly network: VosNetwork,
    private readonly objectIds: readonly number[],
    private readonly memory: VosMemory,
  ) {}

  /**
   * Begins a run, with the first frame in its memory.
   *
   * @param map the first frame's ids at full size
   * @param objectIds ids to follow; as many as the network was opened for
   */
  static async begin(
    network: VosNetwork,
    planes: FramePlanes,
    map: Uint8Array,
    objectIds: readonly number[],
  ): Promise<VosRun> {
    const { capacity, interval } = vosModel.settings;
    const image = imageTensor(network, planes);
    const features = (await network.encodeKey.run({ image })) as Features;
    try {
      const masks = objectMasks(map, network.grid, objectIds);
      const value = await encodeValue(network, image, features, masks);
      const memory = createVosMemory(network.runtime, {
        capacity,
        interval,
        key: features.key.dims.slice(1),
        value: value.dims,
      });
      memory.remember(features.key, value);
      free(value);
      return new VosRun(network, objectIds, memory);
    } finally {
      freeAll(features);
    }
  }

  /**
   * Segments the next frame. If it fails, the run is as it was and the frame can be tried again.
   *
   * @param output gets the frame's ids, at full size
   * @returns the probabilities, [objects + 1, padded height, padded width], background first
   */
  async segment(planes: FramePlanes, output: Uint8Array): Promise<Float32Array> {
    const { network, memory, objectIds } = this;
    const { grid } = network;
    const image = imageTensor(network, planes);
    const features = (await network.encodeKey.run({ image })) as Features;
    try {
      const read = await network.read.run({ ...memory.inputs(), ...features });
      const probabilities = (read.probabilities as Tensor).data as Float32Array;
      writeLabelMap(probabilities, grid, objectIds, output);
      // The memory gets the objects' soft masks, as in training; the background is implied.
      const masks = probabilities.subarray(pixelsOf(grid.padded));
      const value = await encodeValue(network, image, features, masks);
      memory.remember(features.key, value);
      free(value);
      return probabilities;
    } finally {
      freeAll(features);
    }
  }

  /** Frees the memory. */
  dispose(): void {
    this.memory.dispose();
  }
}

/** Outputs of the `encode_key` graph; `read` takes them under the same names. */
type Features = Record<'key' | 'feature8' | 'feature4' | 'feature2', Tensor>;

/**
 * What the memory remembers of a frame's objects.
 *
 * @param masks [objects, 1, padded height, padded width], 0..1
 * @returns [objects, 128, h / 8, w / 8]
 */
async function encodeValue(
  { runtime, grid, objectCount, encodeValue }: VosNetwork,
  image: Tensor,
  { feature8 }: Features,
  masks: Float32Array,
): Promise<Tensor> {
  const { width, height } = grid.padded;
  const encoded = await encodeValue.run({
    image,
    feature8,
    masks: new runtime.onnx.Tensor('float32', masks, [objectCount, 1, height, width]),
  });
  return encoded.value as Tensor;
}

function imageTensor({ runtime, grid }: VosNetwork, planes: FramePlanes): Tensor {
  const { width, height } = grid.padded;
  return new runtime.onnx.Tensor('float32', planesToImage(planes, grid), [1, 3, height, width]);
}

function freeAll(tensors: Record<string, Tensor>): void {
  for (const tensor of Object.values(tensors)) free(tensor);
}

/** Gives memory on the graphics card back; a tensor elsewhere needs nothing. */
function free(tensor: Tensor): void {
  if (tensor.location === 'gpu-buffer') tensor.dispose();
}
