import type { InferenceSession } from 'onnxruntime-web';
import type { FrameSize } from '../../../sequence/frames.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { StcnGrid } from './stcnGrid.ts';

/** The sessions of STCN and what they were opened for. */
export interface StcnSessions {
  readonly runtime: Runtime;
  readonly grid: StcnGrid;
  /** Size of a key: a place for every 16 pixels. */
  readonly places: FrameSize;
  readonly objectCount: number;
  /** Objects that are encoded and read at a time. */
  readonly objectsAtOnce: number;
  /** Frames from one that is remembered to the next. */
  readonly interval: number;
  /** Frames that are remembered at most. */
  readonly memoryFrames: number;
  readonly encodeKey: InferenceSession;
  readonly encodeValue: InferenceSession;
  readonly read: InferenceSession;
}
