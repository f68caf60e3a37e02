import type { InferenceSession } from 'onnxruntime-web';
import type { FrameSize } from '../../../sequence/frames.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { StcnGrid } from './stcnGrid.ts';

/** The sessions of STCN and what they were opened for. */
export interface StcnSessions {
  readonly runtime: Runtime;
  readonly grid: StcnGrid;
  /** Size of a key: one position per 16×16 pixels. */
  readonly places: FrameSize;
  readonly objectCount: number;
  /** Objects that are encoded and read at a time. */
  readonly objectsAtOnce: number;
  /** Number of frames from one memory frame to the next. */
  readonly interval: number;
  /** Maximum number of memory frames. */
  readonly memoryFrames: number;
  readonly encodeKey: InferenceSession;
  readonly encodeValue: InferenceSession;
  readonly read: InferenceSession;
}
