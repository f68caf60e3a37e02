import type { InferenceSession } from 'onnxruntime-web';
import type { VosSettings } from '../../runtime/modelManifest.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import type { NetworkGrid } from '../../tensors/networkGrid.ts';

/** The sessions of a {@link CompactModel} and what they were opened for. */
export interface CompactSessions {
  readonly runtime: Runtime;
  readonly settings: VosSettings;
  readonly grid: NetworkGrid;
  readonly objectCount: number;
  readonly encodeKey: InferenceSession;
  readonly encodeValue: InferenceSession;
  readonly read: InferenceSession;
}
