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
  private opened = 0;
  private readonly runs = new Map<number, RunEntry>();
  // Starts with the time, so that handles of a terminated worker are unknown to the next one.
  private nextRun = Date.now();

  /** @param onGpuLost called when the GPU has failed and this service can no longer be used */
  constructor(private readonly onGpuLost: (problem: unknown) => void = () => {}) {}

  prepare(request: NetworksRequest): Promise<ProviderReport> {
    return this.queue.add(async () => {
      const { started, networks } = this;
      const { provider, networks: names, ...use } = request;
      const sources = await Promise.all(names.map((name) => findVosSource(name)));
      const isStarted = started !== null && wasStartedFor(started, provider, sources);
      const wanted = { ...use, sources };
      if (isStarted && networks && includes(networks, wanted)) {
        await this.closeOthers(networks, sources);
        return this.report();
      }
      assertNetworksFit(request);
      await this.close();
      if (!isStarted) await this.start(provider, sources);
      await this.open(provider, wanted);
      this.opened++;
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
    network: VosNetworkName,
    frames: Frames,
    firstIndex: number,
    first: LabelMaps,
    objectIds: readonly number[],
  ): Promise<number> {
    return this.queue.add(async () => {
      const vos = this.preparedFor(frames.size).vos.get(network) ?? null;
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

  private async start(choice: ProviderChoice, sources: readonly VosSource[]): Promise<void> {
    this.started?.provider.runtime.gpu?.device.destroy();
    this.started = null;
    const provider = await startProvider(choice, sources);
    const { gpu } = provider.runtime;
    const failure = gpu && gpuFailure(gpu);
    const started = { choice, sources, provider, failure };
    this.started = started;
    failure?.catch((problem) => {
      // A GPU that was closed on purpose is also lost.
      if (this.started === started) this.onGpuLost(problem);
    });
  }

  /** Opens the networks; `auto` falls back to wasm if that fails on the GPU at this size. */
  private async open(choice: ProviderChoice, wanted: NetworksFor): Promise<void> {
    const { sources, size } = wanted;
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
      this.started = { choice, sources, provider, failure: null };
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

  /** Closes the VOS networks that are no longer wanted, and ends their runs. */
  private async closeOthers(
    networks: PreparedNetworks,
    sources: readonly VosSource[],
  ): Promise<void> {
    const kept = new Map(networks.vos);
    for (const [name, network] of networks.vos) {
      if (sources.some((source) => source.name === name)) continue;
      kept.delete(name);
      for (const [handle, { run, vos }] of this.runs) {
        if (vos !== network) continue;
        run.dispose();
        this.runs.delete(handle);
      }
      await network.close();
    }
    this.networks = { ...networks, sources, vos: kept };
  }

  private runOf(handle: number): RunEntry {
    const entry = this.runs.get(handle);
    if (entry) return entry;
    throw new Problem('This segmentation has ended.', 'Start the experiment again.');
  }

  /** The provider that really runs, and the number of memory frames that fit. */
  private report(): ProviderReport {
    const limits = [...(this.networks?.vos.values() ?? [])].flatMap(
      ({ memoryFrames }) => memoryFrames ?? [],
    );
    return {
      ...this.provider().report,
      opened: this.opened,
      memoryFrames: limits.length > 0 ? Math.min(...limits) : null,
    };
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
  /** The VOS networks that the GPU was checked with. */
  readonly sources: readonly VosSource[];
  readonly provider: Provider;
  /** Rejects when the GPU fails; null on wasm. */
  readonly failure: Promise<never> | null;
}

function wasStartedFor(
  started: StartedProvider,
  choice: ProviderChoice,
  sources: readonly VosSource[],
): boolean {
  return started.choice === choice && containsAll(started.sources, sources);
}

/** True if the prepared networks include those that are wanted. */
function includes(networks: PreparedNetworks, wanted: NetworksFor): boolean {
  return (
    containsAll(networks.sources, wanted.sources) &&
    sameSize(networks.size, wanted.size) &&
    networks.objectCount === wanted.objectCount &&
    networks.memoryFrames === wanted.memoryFrames
  );
}

function containsAll(all: readonly VosSource[], some: readonly VosSource[]): boolean {
  return some.every((source) => all.some((other) => sameSource(source, other)));
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
