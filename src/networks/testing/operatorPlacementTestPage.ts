import { largestDifference } from '../checks/goldenCheck.ts';
import { findGpu, type Gpu, openGpu } from '../runtime/gpu.ts';
import { createStorage } from '../runtime/gpuStorage.ts';
import { modelBytes } from '../runtime/modelFiles.ts';
import { enhancerModel, maskRefinerModel, vosModels } from '../runtime/modelManifest.ts';
import { type Onnx, type Runtime, startWebGpu } from '../runtime/runtime.ts';

declare global {
  interface Window {
    capturedAndPlain: typeof capturedAndPlain;
  }
}

/** Free dimensions of all graphs: 32×48 pixels, two objects, three memory frames. */
const DIMENSIONS = {
  ...{ objects: 2, capacity: 3, height: 32, width: 48 },
  ...{ height2: 16, width2: 24, height4: 8, width4: 12, height8: 4, width8: 6 },
  ...{ half_height: 16, half_width: 24 },
};

/** The first run captures; the others replay. */
const RUNS = 3;

/** Relu, Det, Relu on [2, 4, 4], made with onnx.helper. The provider does not support Det. */
const WITH_DETERMINANT =
  'CAgSADpWCgwKAXgSAXIiBFJlbHUKCwoBchIBZCIDRGV0CgwKAWQSAXkiBFJlbHUSAWdaFwoBeBISChAIARIMCgIIAgoCCAQKAggEYg8KAXkSCgoICAESBAoCCAJCBAoAEBE=';

/**
 * Runs each graph on WebGPU plainly and captured, with the same inputs, which differ in each run.
 * Capturing fails for a graph if any of its nodes runs on the CPU.
 *
 * @returns for each graph the largest difference between both, or the error of capturing
 */
async function capturedAndPlain(): Promise<Record<string, number | string>> {
  const found = await findGpu();
  if (!found.adapter) throw new Error(found.reason);
  const gpu = await openGpu(found.adapter);
  const runtime = await startWebGpu(gpu);
  const files = Object.values({
    ...vosModels.compact.files.float32,
    ...enhancerModel.files.float32,
    ...maskRefinerModel.files.float32,
  });
  const graphs = await Promise.all(files.map(async (file) => [file.name, await modelBytes(file)]));
  const control = Uint8Array.from(atob(WITH_DETERMINANT), (letter) => letter.charCodeAt(0));
  const outcomes: Record<string, number | string> = {};
  for (const [name, model] of [...graphs, ['a determinant', control]] as [string, Uint8Array][]) {
    try {
      outcomes[name] = await difference(runtime, gpu, model);
    } catch (error) {
      outcomes[name] = String(error);
    }
  }
  return outcomes;
}

async function difference(runtime: Runtime, gpu: Gpu, model: Uint8Array): Promise<number> {
  const options = {
    executionProviders: runtime.executionProviders,
    freeDimensionOverrides: DIMENSIONS,
    preferredOutputLocation: 'gpu-buffer',
  } as const;
  const { InferenceSession } = runtime.onnx;
  const plain = await InferenceSession.create(model, options);
  const captured = await InferenceSession.create(model, { ...options, enableGraphCapture: true });
  // A captured graph reads and writes the buffers of its first run.
  const inputs = plain.inputMetadata.map((input) => {
    if (!input.isTensor) throw new Error(`${input.name} is not a tensor`);
    return gpuInput(runtime.onnx, gpu, input.name, input.shape as readonly number[]);
  });
  const feeds = Object.fromEntries(inputs.map(({ name, tensor }) => [name, tensor]));
  const differences: number[] = [];
  const firstOutputs = new Set<number>();
  for (let run = 0; run < RUNS; run++) {
    for (const [index, { tensor }] of inputs.entries()) {
      gpu.device.queue.writeBuffer(tensor.gpuBuffer, 0, numbers(tensor.size, 7 * run + index));
    }
    const expected = await outputsOf(await plain.run(feeds));
    differences.push(largestDifference(expected, await outputsOf(await captured.run(feeds))));
    firstOutputs.add(expected[0]?.[5] ?? Number.NaN);
  }
  await plain.release();
  await captured.release();
  // Otherwise a replay that ignores its inputs would go unnoticed.
  if (firstOutputs.size !== RUNS) throw new Error('several runs gave the same output');
  return Math.max(...differences);
}

function gpuInput({ Tensor }: Onnx, { device }: Gpu, name: string, dims: readonly number[]) {
  const elements = dims.reduce((product, dimension) => product * dimension, 1);
  const buffer = createStorage(device, Math.ceil(elements / 4) * 16);
  return { name, tensor: Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims }) };
}

async function outputsOf(results: Awaited<ReturnType<Session['run']>>): Promise<Float32Array[]> {
  const data = Object.values(results).map((tensor) => tensor.getData());
  return (await Promise.all(data)) as Float32Array[];
}

type Session = Awaited<ReturnType<Onnx['InferenceSession']['create']>>;

function numbers(length: number, seed: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length }, (_, index) => (Math.sin(index * 1.7 + seed) + 1) / 2);
}

window.capturedAndPlain = capturedAndPlain;
