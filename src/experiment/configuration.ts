import { CRF_RANGE, KEYINT_RANGE, type X265Settings } from '../codec/x265.ts';
import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import type { ProviderChoice } from '../networks/networksApi.ts';
import { VOS_NETWORKS, type VosNetworkName } from '../networks/vosNetworks.ts';
import { type ComputedColumn, type OursMode, PUBLISHED_COLUMNS } from '../results/columns.ts';

/** Everything that decides what an experiment computes, besides the sequence itself. */
export interface ExperimentConfiguration extends X265Settings {
  /** The target rate that the CRF was searched for, bits per pixel; null for a chosen CRF. */
  readonly targetBpp: number | null;
  /** The VOS network of every column. */
  readonly network: VosNetworkName;
  /** Most memory frames of STCN and R50-AOTL; null for no limit, as in their authors' code. */
  readonly memoryFrames: number | null;
  readonly provider: ProviderChoice;
  /** Columns to compute. */
  readonly columns: readonly ComputedColumn[];
  /** How the masks of ours are made. */
  readonly ours: OursMode;
  /** Quality of coded masks, 0..100; see `MaskStreamSettings`. */
  readonly maskQuality: number;
  /**
   * Number of frames to use from the start; null for all. At least 3: the first and the last are
   * not scored.
   */
  readonly frameLimit: number | null;
}

/**
 * Applies a change. A CRF that was found for a target rate is valid for one sequence, key frame
 * distance and length only: if one of these or the CRF changes, `targetBpp` becomes null unless
 * `change` sets it.
 */
export function changeConfiguration(
  before: ExperimentConfiguration,
  change: Partial<ExperimentConfiguration>,
  sameSequence: boolean,
): ExperimentConfiguration {
  const after = { ...before, ...change };
  const sameRate =
    sameSequence &&
    after.crf === before.crf &&
    after.keyint === before.keyint &&
    after.frameLimit === before.frameLimit;
  return sameRate || change.targetBpp !== undefined ? after : { ...after, targetBpp: null };
}

export function sameConfiguration(a: ExperimentConfiguration, b: ExperimentConfiguration): boolean {
  const keys = Object.keys(a) as (keyof ExperimentConfiguration)[];
  return keys.every((key) => Object.is(a[key], b[key]));
}

/** Range of `memoryFrames`. */
export const MEMORY_FRAMES_RANGE = { min: 2, max: 1000 } as const;

export const DEFAULT_CONFIGURATION: ExperimentConfiguration = {
  crf: CRF_RANGE.default,
  keyint: KEYINT_RANGE.default,
  targetBpp: null,
  network: VOS_NETWORKS[0].name,
  memoryFrames: null,
  provider: 'auto',
  columns: PUBLISHED_COLUMNS,
  ours: 'coded',
  maskQuality: MASK_QUALITY_RANGE.default,
  frameLimit: null,
};
