import type { Tensor } from 'onnxruntime-web';
import type { FramePlanes } from '../../../sequence/frames.ts';
import { freeAll } from '../../runtime/frameTensors.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import type { VosRun } from '../vosNetwork.ts';
import { aotImage, labelsOfPass, layerSize } from './aotGrid.ts';
import { AotMemory } from './aotMemory.ts';
import { mergedProbabilities, mostProbable, scaledToCorners } from './aotProbabilities.ts';
import type { AotSessions } from './aotSessions.ts';
import { OBJECTS } from './aotSettings.ts';

/**
 * A run of R50-AOTL, equivalent to the official evaluation (`models/aot/inference.py`).
 *
 * Objects are numbered in the order in which they appear. Each group of ten is a pass with a
 * separate memory; pictures are encoded once for all passes. The memory is updated with the label
 * map.
 */
export class AotRun implements VosRun {
  private ids: readonly number[] = [];
  private passes: readonly AotMemory[] = [];
  /** Number of the last segmented frame; the first frame is 0. */
  private number = 0;
  /** Object numbers of that frame, from 1, at full size. */
  private numbers: Uint8Array;

  private constructor(private readonly network: AotSessions) {
    this.numbers = new Uint8Array(pixelsOf(network.frame));
  }

  static async begin(
    network: AotSessions,
    planes: FramePlanes,
    map: Uint8Array,
    objectIds: readonly number[],
  ): Promise<VosRun> {
    const run = new AotRun(network);
    try {
      if (objectIds.length > 0) await run.introduce(planes, map, objectIds);
      return run;
    } catch (error) {
      run.dispose();
      throw error;
    }
  }

  get objectIds(): readonly number[] {
    return this.ids;
  }

  /** @returns probabilities at the frame's full size, one plane per class, background first */
  async segment(planes: FramePlanes, output: Uint8Array): Promise<Float32Array> {
    const { network, ids, passes } = this;
    const pixels = pixelsOf(network.frame);
    const number = this.number + 1;
    if (ids.length === 0) {
      output.fill(0);
      this.number = number;
      return new Float32Array(pixels).fill(1);
    }
    const features = await this.features(planes);
    const read: ReadOutputs[] = [];
    const values: Tensor[] = [];
    try {
      for (const memory of passes) {
        const inputs = { ...features, ...memory.inputs() };
        read.push((await network.read.run(inputs)) as ReadOutputs);
      }
      const logits = read.map((outputs, pass) => this.fullSize(outputs.logits, pass));
      const probabilities = mergedProbabilities(logits, pixels);
      const numbers = mostProbable(probabilities, pixels);
      await this.encodeValues(read, numbers, values);
      await addToAll(passes, number, keyed(read, values), false);
      for (const [pixel, object] of numbers.entries()) output[pixel] = idOf(ids, object);
      this.numbers = numbers;
      this.number = number;
      return probabilities;
    } catch (error) {
      freeAll([...read.map(({ key }) => key), ...values]);
      throw error;
    } finally {
      freeAll([...Object.values(features), ...read.map(({ state }) => state)]);
    }
  }

  async introduce(
    planes: FramePlanes,
    given: Uint8Array,
    objectIds: readonly number[],
  ): Promise<void> {
    const { runtime, frame, size, places, interval, memoryFrames } = this.network;
    const ids = [...this.ids, ...objectIds];
    const numbers = this.numbers.map((number, pixel) => {
      const id = given[pixel] ?? 0;
      return objectIds.includes(id) ? ids.indexOf(id) + 1 : number;
    });
    const passes = Array.from(
      { length: Math.ceil(ids.length / OBJECTS) },
      (_, index) => this.passes[index] ?? new AotMemory(runtime, places, interval, memoryFrames),
    );
    const features = await this.features(planes);
    const { feature16 } = features;
    const references: ReferenceOutputs[] = [];
    try {
      for (const index of passes.keys()) {
        const labels = this.labelTensor(
          labelsOfPass(numbers, frame, size, index * OBJECTS + 1, OBJECTS),
        );
        const encoded = await this.network.encodeReference.run({ feature16, labels });
        references.push(encoded as ReferenceOutputs);
      }
      await addToAll(passes, this.number, references, true);
    } catch (error) {
      freeAll(references.flatMap(({ key, value }) => [key, value]));
      throw error;
    } finally {
      freeAll(Object.values(features));
    }
    this.passes = passes;
    this.numbers = numbers;
    this.ids = ids;
  }

  dispose(): void {
    for (const memory of this.passes) memory.dispose();
  }

  private async features(planes: FramePlanes): Promise<Features> {
    const { runtime, size, encodeKey } = this.network;
    const shape = [1, 3, size.height, size.width];
    const image = new runtime.onnx.Tensor('float32', aotImage(planes, size), shape);
    return (await encodeKey.run({ image })) as Features;
  }

  /** Logits of a pass's objects and the background, [objects + 1, pixels], at the frame's size. */
  private fullSize(logits: Tensor, pass: number): Float32Array {
    const { frame, size } = this.network;
    const objects = Math.min(OBJECTS, this.ids.length - pass * OBJECTS);
    const data = logits.data as Float32Array;
    return scaledToCorners(data, layerSize(size, LOGITS_STRIDE), frame, objects + 1);
  }

  /** @param values receives the value of each pass; if a later pass fails, those so far */
  private async encodeValues(
    read: readonly ReadOutputs[],
    numbers: Uint8Array,
    values: Tensor[],
  ): Promise<void> {
    const { frame, size, encodeValue } = this.network;
    for (const [pass, { state }] of read.entries()) {
      const labels = labelsOfPass(numbers, frame, size, pass * OBJECTS + 1, OBJECTS);
      const encoded = await encodeValue.run({ state, labels: this.labelTensor(labels) });
      values.push(encoded.value as Tensor);
    }
  }

  private labelTensor(labels: Float32Array): Tensor {
    const { runtime, size } = this.network;
    return new runtime.onnx.Tensor('float32', labels, [1, 1, size.height, size.width]);
  }
}

const LOGITS_STRIDE = 4;

/** Outputs of `encode_key`; `read` takes them under the same names. */
type Features = Record<'feature16' | 'skip16' | 'skip8' | 'skip4', Tensor>;
type ReadOutputs = Record<'logits' | 'key' | 'state', Tensor>;
type ReferenceOutputs = Record<'key' | 'value', Tensor>;

/** Adds a frame to the memory of every pass, or to none if it fails. */
async function addToAll(
  passes: readonly AotMemory[],
  number: number,
  frames: readonly ReferenceOutputs[],
  given: boolean,
): Promise<void> {
  const prepared = [];
  for (const [index, { key, value }] of frames.entries()) {
    const memory = passes[index];
    if (memory) prepared.push(await memory.prepare(number, key, value, given));
  }
  for (const frame of prepared) frame.commit();
}

function keyed(read: readonly ReadOutputs[], values: readonly Tensor[]): ReferenceOutputs[] {
  return values.flatMap((value, index) => {
    const key = read[index]?.key;
    return key ? [{ key, value }] : [];
  });
}

/** @param object counted from 1; 0 is background */
function idOf(ids: readonly number[], object: number): number {
  return object === 0 ? 0 : (ids[object - 1] ?? 0);
}
