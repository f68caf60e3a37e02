import type { Packet } from '../codec/encodedVideo.ts';
import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { VosNetworkName } from './vosNetworks.ts';

/** Where onnxruntime-web runs a network. */
export type ExecutionProvider = 'webgpu' | 'wasm';

/** The number format that networks compute in. */
export type Precision = 'float32' | 'float16';

/** The requested provider. `auto` uses WebGPU if it works, otherwise wasm, and reports why. */
export type ProviderChoice = ExecutionProvider | 'auto';

/** What the networks are prepared for. */
export interface NetworksRequest {
  /** The VOS networks to keep open; at least one, unless `objectCount` is 0. */
  readonly networks: readonly VosNetworkName[];
  readonly provider: ProviderChoice;
  /** Size of the frames. */
  readonly size: FrameSize;
  /** Maximum number of memory frames of STCN and R50-AOTL; null for no limit, as in their authors' code. */
  readonly memoryFrames: number | null;
  /** Number of objects of a run, whether they appear on the first frame or later; 0 for no VOS. */
  readonly objectCount: number;
}

/** WebGPU's description of a GPU; fields that the browser hides are empty. */
export interface AdapterReport {
  readonly vendor: string;
  readonly architecture: string;
  readonly device: string;
  readonly description: string;
}

/** What really runs, for the screen and the report. */
export interface ProviderReport {
  readonly provider: ExecutionProvider;
  /** The GPU's name as the browser reports it, or `wasm, 4 threads`. */
  readonly device: string;
  /** The GPU on WebGPU, null on wasm. */
  readonly adapter: AdapterReport | null;
  /**
   * Maximum number of memory frames of STCN and R50-AOTL, as requested or as buffers allow; null
   * for other networks and if nothing is segmented.
   */
  readonly memoryFrames: number | null;
  /** Threads of the wasm build; with WebGPU only a few shape operators run there. */
  readonly threads: number;
  /**
   * Rises whenever the networks were opened anew, which ends all VOS runs.
   */
  readonly opened: number;
  /** Version of onnxruntime-web, e.g. `1.30.0`. */
  readonly onnxruntimeWeb: string;
  /** Why it is not the provider that `auto` prefers, a sentence; null if it is. */
  readonly reason: string | null;
  /**
   * Largest absolute difference to wasm on the golden input, the first check on a GPU; null on
   * wasm.
   */
  readonly goldenDifference: number | null;
  /** The number format that the networks compute in; float16 only on a GPU. */
  readonly precision: Precision;
  /**
   * Share of a golden picture's pixels that get another label in float16 than in float32, 0..1;
   * null if that was not tried.
   */
  readonly float16Disagreement: number | null;
  /**
   * Largest absolute difference of an enhanced sample, 0..1, between float16 and float32 on golden
   * pictures; null if that was not tried.
   */
  readonly float16EnhancerDifference: number | null;
  /** Why a GPU does not compute in float16, a sentence; null if it does, and on wasm. */
  readonly float16Reason: string | null;
}

/** How a decoded video was coded, as far as the enhancer needs it. */
export interface Coding {
  /** The CRF that x265 encoded with. */
  readonly crf: number;
  /** One for each frame, in display order. */
  readonly packets: readonly Packet[];
}

/** How a decoded label map and the picture that it belongs to were coded. */
export interface MaskCoding {
  /** Pixels per side that one coded label stands for. */
  readonly scale: number;
  /** The CRF that x265 encoded with. */
  readonly crf: number;
}

/** The duration of one network call, without shader compilation and session start. */
export interface NetworkTiming {
  readonly seconds: number;
}

/** A file that the networks are built from. */
export interface NetworkFile {
  /** Folder and name below `models/`. */
  readonly name: string;
  /** Of the loaded bytes, 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
}

/** The networks worker's methods. All sessions share one queue. */
export interface NetworksApi {
  /**
   * Loads the networks and warms them up for frames of this size. Repeated calls cost nothing; one
   * with fewer networks closes the others.
   *
   * @throws Problem naming a file that cannot be loaded, or what to reduce if the frames or objects
   *   exceed a browser's memory
   */
  prepare(request: NetworksRequest): Promise<ProviderReport>;
  /**
   * The files of this VOS network in this precision, of the enhancer and of the mask refiner, with
   * the hashes of the loaded bytes.
   *
   * @throws Problem naming the file that cannot be loaded
   */
  networkFiles(network: VosNetworkName, precision: Precision): Promise<readonly NetworkFile[]>;
  /**
   * Begins a VOS run, with a new memory, from the first frame and its label map.
   *
   * @param network one of `networks` of `prepare`
   * @param objectIds objects of the first frame: at most `objectCount` of `prepare`, none if all
   *   appear later
   * @returns the run's handle
   */
  beginVos(
    network: VosNetworkName,
    frames: Frames,
    firstIndex: number,
    first: LabelMaps,
    objectIds: readonly number[],
  ): Promise<number>;
  /**
   * Segments the run's next frame and writes its label map to `output` at `index`. Frames must come
   * in order, starting with the one after the first.
   */
  segment(run: number, frames: Frames, index: number, output: LabelMaps): Promise<NetworkTiming>;
  /**
   * Adds objects that appear at `index`, the last segmented frame: their pixels in `given`
   * overwrite `output` there, and later frames follow them like the others.
   *
   * @param given annotations, of which only the pixels with one of `objectIds` are used
   * @param objectIds ids that the run does not follow yet
   * @throws Problem if the run then has more objects than `objectCount` of `prepare`
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
   * Enhances decoded frame `index` and writes it to `output` at `index`. All decoded frames must be
   * available, since neighbouring ones are used too.
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
   * Refines decoded label map `index` with the decoded picture and writes it to `output` at
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
