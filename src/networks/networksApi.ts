import type { Packet } from '../codec/encodedVideo.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { VosNetworkName } from './vosNetworks.ts';

/** Where onnxruntime-web runs a network. */
export type ExecutionProvider = 'webgpu' | 'wasm';

/** The numbers that a VOS network computes with. The enhancer always computes in float32. */
export type Precision = 'float32' | 'float16';

/** What is asked for: `auto` takes WebGPU where it works and says so where it does not. */
export type ProviderChoice = ExecutionProvider | 'auto';

/** What the networks are to be ready for. */
export interface NetworksRequest {
  readonly network: VosNetworkName;
  readonly provider: ProviderChoice;
  /** Size of the frames. */
  readonly size: FrameSize;
  /** Frames that STCN and R50-AOTL remember at most; null for as many as their authors let them. */
  readonly memoryFrames: number | null;
  /** How many objects will ever appear in a run, from the first frame or later; 0 for no VOS. */
  readonly objectCount: number;
}

/** What WebGPU says about a GPU; browsers leave empty what they hide. */
export interface AdapterReport {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
}

/** What really runs, for the screen and the report. */
export interface ProviderReport {
  readonly provider: ExecutionProvider;
  /** The GPU's name as the browser tells it, or `wasm, 4 threads`. */
  readonly device: string;
  /** The GPU on WebGPU, null on wasm. */
  readonly adapter: AdapterReport | null;
  /**
   * Frames that STCN and R50-AOTL remember at most, as was asked for or as buffers allow; null for other
   * networks, and where nothing is segmented.
   */
  readonly memoryFrames: number | null;
  /** Threads of the wasm build; on WebGPU only a few operators on shapes run there. */
  readonly threads: number;
  /** Version of onnxruntime-web, e.g. `1.30.0`. */
  readonly onnxruntimeWeb: string;
  /** Why it is not the provider that `auto` prefers; null where it is. A sentence. */
  readonly reason: string | null;
  /**
   * Largest absolute difference to wasm on the golden input, the networks' first check on a GPU;
   * null on wasm itself.
   */
  readonly goldenDifference: number | null;
  /** The numbers that the networks compute with; float16 only on a GPU. */
  readonly precision: Precision;
  /**
   * Share of a golden picture's pixels that the card labels otherwise in float16 than in float32,
   * 0..1; null where that was not tried.
   */
  readonly float16Disagreement: number | null;
  /**
   * Largest absolute difference of an enhanced sample, 0..1, between float16 and float32 on golden
   * pictures; null where that was not tried.
   */
  readonly float16EnhancerDifference: number | null;
  /** Why a GPU does not compute in float16, a sentence; null where it does, and on wasm. */
  readonly float16Reason: string | null;
}

/** How a decoded video was coded, as far as the enhancer wants to know. */
export interface Coding {
  /** The CRF that x265 was asked for. */
  readonly crf: number;
  /** One for each frame, in display order. */
  readonly packets: readonly Packet[];
}

/** How a decoded label map and the picture that it belongs to were coded. */
export interface MaskCoding {
  /** Pixels a side for which one coded label stood. */
  readonly scale: number;
  /** The CRF that x265 was asked for. */
  readonly crf: number;
}

/** What one network call took. Shader compilation and session start are never included. */
export interface NetworkTiming {
  readonly seconds: number;
}

/** A file that the networks are made from. */
export interface NetworkFile {
  /** Folder and name below `models/`. */
  readonly name: string;
  /** Of the bytes that were loaded, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
}

/** What the networks worker offers: all sessions, one queue. */
export interface NetworksApi {
  /**
   * Loads the networks and warms them up for frames of this size; repeated calls are free.
   *
   * @throws Problem naming a file that cannot be loaded, or saying what to lower where the frames
   *   or the objects are too many for a browser's memory
   */
  prepare(request: NetworksRequest): Promise<ProviderReport>;
  /**
   * The files of this VOS network in this precision, of the enhancer and of the mask refiner, with the
   * hashes of the loaded bytes.
   *
   * @throws Problem naming the file that cannot be loaded
   */
  networkFiles(network: VosNetworkName, precision: Precision): Promise<readonly NetworkFile[]>;
  /**
   * Begins a VOS run: a memory of its own, from the first frame and its label map.
   *
   * @param objectIds objects of the first frame: at most as many as `prepare` was told of, none
   *   where all appear later
   * @returns the run's handle
   */
  beginVos(
    frames: Frames,
    firstIndex: number,
    first: LabelMaps,
    objectIds: readonly number[],
  ): Promise<number>;
  /**
   * Segments the run's next frame and writes its label map to `output` at `index`.
   * Frames must come in order, the one after the first first.
   */
  segment(run: number, frames: Frames, index: number, output: LabelMaps): Promise<NetworkTiming>;
  /**
   * Adds objects that appear at `index`, the frame that was segmented last: their pixels in `given`
   * overwrite `output` there, and from then on they are followed like the others.
   *
   * @param given annotations; at `index` only pixels with one of `objectIds` are looked at
   * @param objectIds ids that the run does not have yet
   * @throws Problem where these are more objects than `prepare` was told of
   */
  introduceObjects(
    run: number,
    frames: Frames,
    index: number,
    given: LabelMaps,
    objectIds: readonly number[],
    output: LabelMaps,
  ): Promise<NetworkTiming>;
  /** Frees a run's memory. */
  endVos(run: number): Promise<void>;
  /**
   * Enhances decoded frame `index` and writes it to `output` at `index`. Other decoded frames help,
   * so that all of them must be there.
   *
   * @param guide label map that guides the network (any object = foreground), null for none
   */
  enhance(
    decoded: Frames,
    index: number,
    coding: Coding,
    guide: { readonly maps: LabelMaps; readonly index: number } | null,
    output: Frames,
  ): Promise<NetworkTiming>;
  /**
   * Refines decoded label map `index` by what the decoded picture shows, and writes it to `output` at
   * `index`.
   */
  refineMasks(
    maps: LabelMaps,
    decoded: Frames,
    index: number,
    coding: MaskCoding,
    output: LabelMaps,
  ): Promise<NetworkTiming>;
}
