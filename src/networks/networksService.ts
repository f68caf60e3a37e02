import { isProblem, Problem } from '../problem.ts';
import {
  type FrameSize,
  type Frames,
  formatSize,
  framePlanes,
  sameSize,
} from '../sequence/frames.ts';
import { type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { TaskQueue } from '../workers/taskQueue.ts';
import { unlessFailed } from '../workers/unlessFailed.ts';
import { enhanceFrame, enhancerPictures } from './enhancer/enhance.ts';
import { unpackPlanes } from './enhancer/enhancerPlanes.ts';
import { refineMasks } from './maskRefiner/refineMasks.ts';
import { assertNetworksFit } from './networkMemory.ts';
import type {
  Coding,
  MaskCoding,
  NetworkFile,
  NetworksApi,
  NetworksRequest,
  NetworkTiming,
  Precision,
  ProviderChoice,
  ProviderReport,
} from './networksApi.ts';
import {
  closeNetworks,
  type NetworksFor,
  openNetworks,
  type PreparedNetworks,
} from './preparedNetworks.ts';
import { type Provider, startOnWasm, startProvider } from './provider.ts';
import { failureText } from './runtime/failureText.ts';
import { gpuFailure } from './runtime/gpuFailure.ts';
import { overwriteObjects } from './tensors/objectMasks.ts';
import { networkFiles } from './vos/networkFiles.ts';
import type { VosNetwork, VosRun } from './vos/vosNetwork.ts';
import { findVosSource, sameSource, type VosSource } from './vos/vosSource.ts';
import type { VosNetworkName } from './vosNetworks.ts';

/** Runs the networks. Every call waits in one queue for the previous ones. */
export class NetworksService implements NetworksApi {
  /** onnxruntime-web throws if two runs overlap. */
  private readonly queue = new TaskQueue();
  private started: StartedProvider | null = null;
  private networks: PreparedNetworks | null = null;
  private readonly runs = new Map<number, RunEntry>();
  // Starts with the time, so that handles of a terminated worker are unknown to the next one.
  private nextRun = Date.now();

  /** @param onGpuLost called when the GPU has failed and this service can no longer be used */
  constructor(private readonly onGpuLost: (problem: unknown) => void = () => {}) {}

  prepare(request: NetworksRequest): Promise<ProviderReport> {
    return this.queue.add(async () => {
      const { started, networks } = this;
      const { provider, network, ...use } = request;
      const source = await findVosSource(network);
      const isStarted = started !== null && sameProvider(started, provider, source);
      const wanted = { ...use, source };
      if (isStarted && networks && sameUse(networks, wanted)) return this.report();
      assertNetworksFit(request);
      await this.close();
      if (!isStarted) await this.start(provider, source);
      await this.open(provider, wanted);
      return this.report();
    });
  }

  async networkFiles(
    network: VosNetworkName,
    precision: Precision,
  ): Promise<readonly NetworkFile[]> {
    return networkFiles(await findVosSource(network), precision);
  }

  beginVos(
    frames: Frames,
    firstIndex: number,
    first: LabelMaps,
    objectIds: readonly number[],
  ): Promise<number> {
    return this.queue.add(async () => {
      const { vos } = this.preparedFor(frames.size);
      assertChannels(vos, objectIds.length);
      assertSameSize(first.size, frames.size);
      const map = labelMap(first, firstIndex);
      const run = await this.guard(`Reading the objects of frame ${firstIndex}`, () =>
        vos.begin(framePlanes(frames, firstIndex), map, objectIds),
      );
      const handle = this.nextRun++;
      this.runs.set(handle, { run, vos, firstIndex, nextIndex: firstIndex + 1 });
      return handle;
    });
  }

  segment(
    handle: number,
    frames: Frames,
    index: number,
    output: LabelMaps,
  ): Promise<NetworkTiming> {
    return this.queue.add(async () => {
      const entry = this.runOf(handle);
      if (index !== entry.nextIndex) {
        throw new RangeError(`frame ${entry.nextIndex} comes next, not frame ${index}`);
      }
      this.preparedFor(frames.size);
      assertSameSize(output.size, frames.size);
      const map = labelMap(output, index);
      const timing = await this.timed(`Segmenting frame ${index}`, () =>
        entry.run.segment(framePlanes(frames, index), map),
      );
      entry.nextIndex++;
      return timing;
    });
  }

  introduceObjects(
    handle: number,
    frames: Frames,
    index: number,
    given: LabelMaps,
    objectIds: readonly number[],
    output: LabelMaps,
  ): Promise<NetworkTiming> {
    return this.queue.add(async () => {
      const { run, vos, firstIndex, nextIndex } = this.runOf(handle);
      if (index !== nextIndex - 1 || index === firstIndex) {
        throw new RangeError(`new objects are possible on frame ${nextIndex - 1}, not ${index}`);
      }
      const known = objectIds.filter((id) => run.objectIds.includes(id));
      if (known.length > 0) throw new RangeError(`object ${known[0]} is already followed`);
      assertChannels(vos, run.objectIds.length + objectIds.length);
      this.preparedFor(frames.size);
      assertSameSize(given.size, frames.size);
      assertSameSize(output.size, frames.size);
      const map = labelMap(given, index);
      const target = labelMap(output, index);
      return this.timed(`Reading the new objects of frame ${index}`, async () => {
        await run.introduce(framePlanes(frames, index), map, objectIds);
        overwriteObjects(target, map, objectIds);
      });
    });
  }

  endVos(handle: number): Promise<void> {
    return this.queue.add(async () => {
      this.runs.get(handle)?.run.dispose();
      this.runs.delete(handle);
    });
  }

  enhance(
    decoded: Frames,
    index: number,
    { crf, packets }: Coding,
    guide: { readonly maps: LabelMaps; readonly index: number } | null,
    output: Frames,
  ): Promise<NetworkTiming> {
    return this.queue.add(async () => {
      const { enhancer } = this.preparedFor(decoded.size);
      assertSameSize(output.size, decoded.size);
      if (guide) assertSameSize(guide.maps.size, decoded.size);
      if (packets.length !== decoded.count) {
        throw new RangeError(`${decoded.count} frames need as many packets, not ${packets.length}`);
      }
      const pictures = enhancerPictures(decoded, index, packets);
      const target = framePlanes(output, index);
      const map = guide && labelMap(guide.maps, guide.index);
      return this.timed(`Enhancing frame ${index}`, async () => {
        unpackPlanes(await enhanceFrame(enhancer, pictures, crf, map), enhancer.grid, target);
      });
    });
  }

  refineMasks(
    maps: LabelMaps,
    decoded: Frames,
    index: number,
    coding: MaskCoding,
    output: LabelMaps,
  ): Promise<NetworkTiming> {
    return this.queue.add(async () => {
      const { maskRefiner } = this.preparedFor(decoded.size);
      assertSameSize(maps.size, decoded.size);
      assertSameSize(output.size, decoded.size);
      const map = labelMap(maps, index);
      const target = labelMap(output, index);
      return this.timed(`Refining the masks of frame ${index}`, () =>
        refineMasks(maskRefiner, framePlanes(decoded, index), map, coding, target),
      );
    });
  }

  private async start(choice: ProviderChoice, source: VosSource): Promise<void> {
    this.started?.provider.runtime.gpu?.device.destroy();
    this.started = null;
    const provider = await startProvider(choice, source);
    const { gpu } = provider.runtime;
    const failure = gpu && gpuFailure(gpu);
    const started = { choice, source, provider, failure };
    this.started = started;
    failure?.catch((problem) => {
      // A GPU that was closed on purpose is also lost.
      if (this.started === started) this.onGpuLost(problem);
    });
  }

  /** Opens the networks; `auto` falls back to wasm if that fails on the GPU at this size. */
  private async open(choice: ProviderChoice, wanted: NetworksFor): Promise<void> {
    const { source, size } = wanted;
    try {
      const { runtime } = this.provider();
      this.networks = await this.guard('Starting the networks', () =>
        openNetworks(runtime, wanted),
      );
    } catch (error) {
      const gpu = this.started?.provider.runtime.gpu;
      if (choice !== 'auto' || !gpu) throw error;
      this.started = null;
      gpu.device.destroy();
      const provider = await startOnWasm(
        `WebGPU failed at ${formatSize(size)}: ${failureText(error)}.`,
      );
      this.started = { choice, source, provider, failure: null };
      this.networks = await openNetworks(provider.runtime, wanted);
    }
  }

  /** Frees the networks and ends all runs, which depend on them. */
  private async close(): Promise<void> {
    for (const { run } of this.runs.values()) run.dispose();
    this.runs.clear();
    const { networks } = this;
    this.networks = null;
    if (networks) await closeNetworks(networks);
  }

  private runOf(handle: number): RunEntry {
    const entry = this.runs.get(handle);
    if (entry) return entry;
    throw new Problem('This segmentation has ended.', 'Start the experiment again.');
  }

  /** The provider that really runs, and the number of memory frames that fit. */
  private report(): ProviderReport {
    return { ...this.provider().report, memoryFrames: this.networks?.vos?.memoryFrames ?? null };
  }

  private provider(): Provider {
    if (!this.started) throw new Error('no provider was started');
    return this.started.provider;
  }

  private preparedFor(size: FrameSize): PreparedNetworks {
    if (this.networks && sameSize(this.networks.size, size)) return this.networks;
    throw new Problem(
      `The networks were not prepared for frames of ${formatSize(size)}.`,
      'Start the experiment again.',
    );
  }

  private async timed(what: string, work: () => Promise<unknown>): Promise<NetworkTiming> {
    const start = performance.now();
    await this.guard(what, work);
    return { seconds: (performance.now() - start) / 1000 };
  }

  /** Runs `work`, or rejects once the GPU fails. @throws Problem naming what failed */
  private async guard<T>(what: string, work: () => Promise<T>): Promise<T> {
    const failure = this.started?.failure;
    try {
      return await (failure ? unlessFailed(work(), failure) : work());
    } catch (error) {
      if (isProblem(error)) throw error;
      // When a GPU is lost, the run fails shortly before the loss is reported.
      if (failure) await Promise.race([failure, pause(LOSS_DELAY)]);
      throw new Problem(
        `${what} failed on ${this.provider().runtime.device}: ${failureText(error)}.`,
        'Try again; if it happens again, reload the page or choose another provider.',
        { cause: error },
      );
    }
  }
}

/** Milliseconds. */
const LOSS_DELAY = 250;

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface RunEntry {
  readonly run: VosRun;
  readonly vos: VosNetwork;
  readonly firstIndex: number;
  nextIndex: number;
}

interface StartedProvider {
  readonly choice: ProviderChoice;
  /** The VOS network that the GPU was checked with. */
  readonly source: VosSource;
  readonly provider: Provider;
  /** Rejects when the GPU fails; null on wasm. */
  readonly failure: Promise<never> | null;
}

function sameProvider(
  started: StartedProvider,
  choice: ProviderChoice,
  source: VosSource,
): boolean {
  return started.choice === choice && sameSource(started.source, source);
}

function sameUse(networks: PreparedNetworks, wanted: NetworksFor): boolean {
  return (
    sameSource(networks.source, wanted.source) &&
    sameSize(networks.size, wanted.size) &&
    networks.objectCount === wanted.objectCount &&
    networks.memoryFrames === wanted.memoryFrames
  );
}

/** @throws Problem if a run has more objects than the networks were opened for */
function assertChannels(vos: VosNetwork | null, objects: number): asserts vos is VosNetwork {
  if (vos && objects <= vos.objectCount) return;
  throw new Problem(
    `The networks were prepared for ${vos?.objectCount ?? 0} objects, not for ${objects}.`,
    'Start the experiment again.',
  );
}

function assertSameSize(found: FrameSize, expected: FrameSize): void {
  if (sameSize(found, expected)) return;
  throw new RangeError(`a buffer for ${formatSize(found)} does not fit ${formatSize(expected)}`);
}
