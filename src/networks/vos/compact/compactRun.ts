import type { InferenceSession, Tensor } from 'onnxruntime-web';
import type { FramePlanes } from '../../../sequence/frames.ts';
import { planesToImage } from '../../tensors/colour.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import { introducedMasks, objectMasks } from '../../tensors/objectMasks.ts';
import { writeLabelMap } from '../../tensors/probabilities.ts';
import type { VosRun } from '../vosNetwork.ts';
import { removeAbsent } from './absentObjects.ts';
import { CompactMemory } from './compactMemory.ts';
import type { CompactSessions } from './compactSessions.ts';

/**
 * A run of Compact VOS.
 *
 * Objects use the network's channels in the order in which they appear. A channel without an object
 * has empty masks in the memory, which are never read as an object, and its probability is removed
 * from every result.
 */
export class CompactRun implements VosRun {
  private ids: readonly number[] = [];
  /** Null until the first object appears. */
  private memory: CompactMemory | null = null;
  /** Masks of the last segmented frame: [objects, 1, padded height, padded width], 0..1. */
  private masks: Float32Array;

  private constructor(private readonly network: CompactSessions) {
    this.masks = new Float32Array(network.objectCount * pixelsOf(network.grid.padded));
  }

  /**
   * Begins a run, with the first frame in its memory.
   *
   * @param map the first frame's ids at full size
   * @param objectIds ids to follow; at most as many as the network was opened for
   */
  static async begin(
    network: CompactSessions,
    planes: FramePlanes,
    map: Uint8Array,
    objectIds: readonly number[],
  ): Promise<CompactRun> {
    const run = new CompactRun(network);
    if (objectIds.length > 0) await run.introduce(planes, map, objectIds);
    return run;
  }

  /** Ids that the run follows, in the order in which they appeared. */
  get objectIds(): readonly number[] {
    return this.ids;
  }

  /**
   * Segments the next frame. If it fails, the run is unchanged and the frame can be tried again.
   *
   * @param output receives the frame's ids, at full size
   * @returns the probabilities, [objects + 1, padded height, padded width], background first;
   *   0 for objects that have not appeared
   */
  async segment(planes: FramePlanes, output: Uint8Array): Promise<Float32Array> {
    const { network, memory, ids } = this;
    const pixels = pixelsOf(network.grid.padded);
    if (!memory) {
      output.fill(0);
      return new Float32Array((network.objectCount + 1) * pixels).fill(1, 0, pixels);
    }
    const image = imageTensor(network, planes);
    const features = (await network.encodeKey.run({ image })) as Features;
    try {
      const read = await network.read.run(
        wanted(network.read, { ...memory.inputs(), ...features }),
      );
      const probabilities = (read.probabilities as Tensor).data as Float32Array;
      assertClasses(probabilities, network);
      removeAbsent(probabilities, pixels, ids.length + 1);
      writeLabelMap(probabilities, network.grid, ids, output);
      // The memory stores the objects' soft masks, as in training; the background is implied.
      const masks = probabilities.subarray(pixels);
      const value = await encodeValue(network, features, masks);
      memory.add(features.key, value, ids.length);
      free(value);
      this.masks = masks;
      return probabilities;
    } finally {
      freeAll(features);
    }
  }

  /**
   * Adds objects that appear on the last segmented frame, or on the first frame. If it fails, the
   * run is unchanged.
   *
   * @param planes of that frame
   * @param given ids at full size, of which only the new ones are used
   * @param objectIds ids that the run does not follow yet
   */
  async introduce(
    planes: FramePlanes,
    given: Uint8Array,
    objectIds: readonly number[],
  ): Promise<void> {
    const { network } = this;
    const added = objectMasks(given, network.grid, objectIds);
    const masks = introducedMasks(
      this.masks,
      this.ids.length,
      added,
      pixelsOf(network.grid.padded),
    );
    const known = this.ids.length + objectIds.length;
    const image = imageTensor(network, planes);
    const features = (await network.encodeKey.run({ image })) as Features;
    try {
      const value = await encodeValue(network, features, masks);
      if (this.memory) {
        this.memory.amend(value, known);
      } else {
        this.memory = new CompactMemory(network.runtime, {
          capacity: network.settings.capacity,
          interval: network.settings.interval,
          precision: network.runtime.precision,
          key: features.key.dims.slice(1),
          value: value.dims,
        });
        this.memory.add(features.key, value, known);
      }
      free(value);
    } finally {
      freeAll(features);
    }
    this.masks = masks;
    this.ids = [...this.ids, ...objectIds];
  }

  /** Frees the memory. */
  dispose(): void {
    this.memory?.dispose();
  }
}

/** Outputs of the `encode_key` graph; the other graphs use those that they name as inputs. */
type Features = Readonly<Record<string, Tensor>> & { readonly key: Tensor };

/**
 * The memory values of a frame's objects.
 *
 * @param masks [objects, 1, padded height, padded width], 0..1
 * @returns [objects, 16, h / 8, w / 8] for Compact VOS
 */
async function encodeValue(
  { runtime, grid, objectCount, encodeValue }: CompactSessions,
  features: Features,
  masks: Float32Array,
): Promise<Tensor> {
  const { width, height } = grid.padded;
  const shape = [objectCount, 1, height, width];
  const given = { ...features, masks: new runtime.onnx.Tensor('float32', masks, shape) };
  const encoded = await encodeValue.run(wanted(encodeValue, given));
  return encoded.value as Tensor;
}

function imageTensor({ runtime, grid }: CompactSessions, planes: FramePlanes): Tensor {
  const { width, height } = grid.padded;
  return new runtime.onnx.Tensor('float32', planesToImage(planes, grid), [1, 3, height, width]);
}

/** @throws RangeError if the graph of a custom network has an output of another size */
function assertClasses({ length }: Float32Array, { objectCount, grid }: CompactSessions): void {
  const expected = (objectCount + 1) * pixelsOf(grid.padded);
  if (length === expected) return;
  throw new RangeError(`“probabilities” has ${length} numbers, not ${expected}`);
}

/** The tensors that a graph has inputs for. */
function wanted({ inputNames }: InferenceSession, tensors: Readonly<Record<string, Tensor>>) {
  return Object.fromEntries(Object.entries(tensors).filter(([name]) => inputNames.includes(name)));
}

function freeAll(tensors: Readonly<Record<string, Tensor>>): void {
  for (const tensor of Object.values(tensors)) free(tensor);
}

/** Disposes of a tensor on the GPU; others need no disposal. */
function free(tensor: Tensor): void {
  if (tensor.location === 'gpu-buffer') tensor.dispose();
}
