import type { FrameSize, Frames } from '../sequence/frames.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';

/** Where onnxruntime-web runs a network. */
export type ExecutionProvider = 'webgpu' | 'wasm';

/** What is asked for: `auto` takes WebGPU where it works and says so where it does not. */
export type ProviderChoice = ExecutionProvider | 'auto';

/** What really runs, for the screen and the report. */
export interface ProviderReport {
  readonly provider: ExecutionProvider;
  /** The GPU's name as the browser tells it, or `wasm, 4 threads`. */
  readonly device: string;
  /** Why it is not the provider that `auto` prefers; null where it is. A sentence. */
  readonly reason: string | null;
  /**
   * Largest absolute difference to wasm on the golden input, the networks' first check on a GPU;
   * null on wasm itself.
   */
  readonly goldenDifference: number | null;
}

/** What one network call took. Shader compilation and session start are never included. */
export interface NetworkTiming {
  readonly seconds: number;
}

/** What the networks worker offers: all sessions, one queue. */
export interface NetworksApi {
  /** Loads the networks and warms them up for frames of this size; repeated calls are free. */
  prepare(choice: ProviderChoice, size: FrameSize, objectCount: number): Promise<ProviderReport>;
  /**
   * Begins a VOS run: a memory of its own, from the first frame and its label map.
   *
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
  /** Frees a run's memory. */
  endVos(run: number): Promise<void>;
  /**
   * Enhances decoded frame `index` and writes it to `output` at `index`.
   *
   * @param guide label map that guides the network (any object = foreground), null for none
   */
  enhance(
    decoded: Frames,
    index: number,
    crf: number,
    guide: { readonly maps: LabelMaps; readonly index: number } | null,
    output: Frames,
  ): Promise<NetworkTiming>;
}
