import type { ModelFile, VosFiles, VosSettings } from '../../runtime/modelManifest.ts';

/** Three graphs of the interface in `models/compact_vos/README.md`, and what their training fixed. */
export interface CompactModel {
  readonly files: VosFiles<ModelFile>;
  readonly settings: VosSettings;
}
