import type { ModelFile, VosFiles, VosSettings } from '../../runtime/modelManifest.ts';

/** Three graphs with the interface of `models/compact_vos/README.md`, and their settings. */
export interface CompactModel {
  readonly files: VosFiles<ModelFile>;
  readonly settings: VosSettings;
}
