import type { InferenceSession } from 'onnxruntime-web';
import type { FrameSize } from '../../../sequence/frames.ts';
import type { Runtime } from '../../runtime/runtime.ts';

/** The sessions of R50-AOTL and what they were opened for. */
export interface AotSessions {
  readonly runtime: Runtime;
  /** Size of the frames. */
  readonly frame: FrameSize;
  /** Size of the network's picture. */
  readonly size: FrameSize;
  /** Size of a key. */
  readonly places: FrameSize;
  readonly objectCount: number;
  /** Number of frames from one memory frame to the next. */
  readonly interval: number;
  /** Maximum number of memory frames. */
  readonly memoryFrames: number;
  readonly encodeKey: InferenceSession;
  readonly encodeReference: InferenceSession;
  readonly encodeValue: InferenceSession;
  readonly read: InferenceSession;
}
