import type { Tensor } from 'onnxruntime-web';
import type { FramePlanes } from '../../../sequence/frames.ts';
import { freeAll, type Numbers, numbersOf } from '../../runtime/frameTensors.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import { writeLabelMap } from '../../tensors/probabilities.ts';
import type { VosRun } from '../vosNetwork.ts';
import { sigmoid, softAggregation } from './softAggregation.ts';
import { stcnImage, stcnMasks, withoutPadding } from './stcnGrid.ts';
import { StcnMemory } from './stcnMemory.ts';
import { objectGroups, StcnMemoryTensors } from './stcnMemoryTensors.ts';
import type { StcnSessions } from './stcnSessions.ts';
import { VALUE_CHANNELS } from './stcnSettings.ts';

/**
 * A run of STCN, equivalent to the official evaluation (`models/stcn/inference.py`).
 *
 * Objects are computed in the order in which they appear, a few at a time if all of them would not
 * fit into a buffer; only the aggregation needs all of them.
 */
export class StcnRun implements VosRun {
  private ids: readonly number[] = [];
  /** Number of the last segmented frame; the first frame is 0. */
  private number = 0;
  /** Of the last segmented frame, [objects + 1, padded height, padded width]. */
  private probabilities: Float32Array;
  private readonly memory: StcnMemory;
  private readonly tensors: StcnMemoryTensors;

  private constructor(private readonly network: StcnSessions) {
    const { runtime, grid, interval, memoryFrames } = network;
    this.probabilities = new Float32Array(pixelsOf(grid.padded)).fill(1);
    this.memory = new StcnMemory(interval, memoryFrames);
    this.tensors = new StcnMemoryTensors(runtime, network.places);
  }

  static async begin(
    network: StcnSessions,
    planes: FramePlanes,
    map: Uint8Array,
    objectIds: readonly number[],
  ): Promise<VosRun> {
    const run = new StcnRun(network);
    if (objectIds.length > 0) await run.introduce(planes, map, objectIds);
    return run;
  }

  get objectIds(): readonly number[] {
    return this.ids;
  }

  async segment(planes: FramePlanes, output: Uint8Array): Promise<Float32Array> {
    const { network, ids, memory } = this;
    const { grid } = network;
    const pixels = pixelsOf(grid.padded);
    const number = this.number + 1;
    if (ids.length === 0) {
      output.fill(0);
      this.number = number;
      return new Float32Array(pixels).fill(1);
    }
    const image = this.imageTensor(planes);
    const features = await this.features(image);
    try {
      const probabilities = softAggregation(sigmoid(await this.logits(features)), pixels);
      const cropped = withoutPadding(probabilities, grid);
      writeLabelMap(cropped, { ...grid, padded: grid.content }, ids, output);
      if (memory.isDue(number)) {
        await this.addMemoryFrame(number, image, features, probabilities, false);
      }
      this.probabilities = probabilities;
      this.number = number;
      return probabilities;
    } finally {
      freeAll(Object.values(features));
    }
  }

  async introduce(
    planes: FramePlanes,
    given: Uint8Array,
    objectIds: readonly number[],
  ): Promise<void> {
    const { grid } = this.network;
    const pixels = pixelsOf(grid.padded);
    const added = stcnMasks(given, grid, objectIds);
    const masks = new Float32Array((this.ids.length + objectIds.length) * pixels);
    masks.set(this.probabilities.subarray(pixels));
    masks.set(added, this.ids.length * pixels);
    for (let place = 0; place < added.length; place++) {
      if (!added[place]) continue;
      // Given masks replace the segmented ones.
      for (let object = 0; object < this.ids.length; object++) {
        masks[object * pixels + (place % pixels)] = 0;
      }
    }
    const probabilities = softAggregation(masks, pixels);
    const image = this.imageTensor(planes);
    const features = await this.features(image);
    try {
      await this.addMemoryFrame(this.number, image, features, probabilities, true);
    } finally {
      freeAll(Object.values(features));
    }
    this.probabilities = probabilities;
    this.ids = [...this.ids, ...objectIds];
  }

  dispose(): void {
    this.tensors.dispose();
  }

  private imageTensor(planes: FramePlanes): Tensor {
    const { runtime, grid } = this.network;
    const { width, height } = grid.padded;
    return new runtime.onnx.Tensor('float32', stcnImage(planes, grid), [1, 3, height, width]);
  }

  private async features(image: Tensor): Promise<Features> {
    return (await this.network.encodeKey.run({ image })) as Features;
  }

  /** Independent logits of each object: [objects, padded height, padded width]. */
  private async logits(features: Features): Promise<Float32Array> {
    const { network, ids } = this;
    const pixels = pixelsOf(network.grid.padded);
    const logits = new Float32Array(ids.length * pixels);
    const { key, thin16, skip8, skip4 } = features;
    const groups = this.groupsOf(ids.length);
    for (const [index, { first }] of groups.entries()) {
      const memory = this.tensors.ofGroup(groups, index);
      const read = await network.read.run({ key, thin16, skip8, skip4, ...memory });
      logits.set((read.logits as Tensor).data as Float32Array, first * pixels);
    }
    return logits;
  }

  /** @param probabilities [objects + 1, padded height, padded width] */
  private async addMemoryFrame(
    number: number,
    image: Tensor,
    features: Features,
    probabilities: Float32Array,
    given: boolean,
  ): Promise<void> {
    const pixels = pixelsOf(this.network.grid.padded);
    const masks = probabilities.subarray(pixels);
    const values = await this.values(image, features, masks);
    const key = (await features.key.getData()) as Float32Array;
    this.memory.add({ number, key: key.slice(), values, given });
    this.tensors.setFrames(this.memory.frames);
  }

  /** Memory values of each object, [places, 512]. */
  private async values(
    image: Tensor,
    { feature16 }: Features,
    masks: Float32Array,
  ): Promise<Numbers[]> {
    const { runtime, grid, encodeValue, places } = this.network;
    const { width, height } = grid.padded;
    const pixels = width * height;
    const all = sumOfAll(masks, pixels);
    const values: Numbers[] = [];
    for (const { first, count } of this.groupsOf(masks.length / pixels)) {
      const own = masks.slice(first * pixels, (first + count) * pixels);
      const others = own.map((value, index) => (all[index % pixels] ?? 0) - value);
      const shape = [count, 1, height, width];
      const encoded = await encodeValue.run({
        ...{ image, feature16 },
        masks: new runtime.onnx.Tensor('float32', own, shape),
        others: new runtime.onnx.Tensor('float32', others, shape),
      });
      const value = encoded.value as Tensor;
      const joined = numbersOf(value.type, value.data);
      for (let object = 0; object < count; object++) {
        values.push(valueOfObject(joined, object, count, places.width * places.height));
      }
    }
    return values;
  }

  private groupsOf(objects: number) {
    return objectGroups(objects, this.network.objectsAtOnce);
  }
}

/** Outputs of the `encode_key` graph, which the other graphs use under the same names. */
type Features = Record<'key' | 'feature16' | 'thin16' | 'skip8' | 'skip4', Tensor>;

/** The sum over the objects, [pixels]. */
function sumOfAll(masks: Float32Array, pixels: number): Float32Array {
  const sum = new Float32Array(pixels);
  for (let place = 0; place < masks.length; place++) {
    const pixel = place % pixels;
    sum[pixel] = (sum[pixel] ?? 0) + (masks[place] ?? 0);
  }
  return sum;
}

/** The values of one object, [places, 512], from [places, objects, 512]. */
function valueOfObject(joined: Numbers, object: number, objects: number, places: number): Numbers {
  const value = joined.slice(0, places * VALUE_CHANNELS);
  for (let place = 0; place < places; place++) {
    const start = (place * objects + object) * VALUE_CHANNELS;
    value.set(joined.subarray(start, start + VALUE_CHANNELS), place * VALUE_CHANNELS);
  }
  return value;
}
