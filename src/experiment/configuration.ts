import type { ProviderChoice } from '../networks/networksApi.ts';
import { VOS_NETWORKS, type VosNetworkName } from '../networks/vosNetworks.ts';
import { type ColumnSpec, networkOf, ordered, PUBLISHED_COLUMNS } from '../results/columnSpec.ts';

/** Everything that decides what an experiment computes, besides the sequence itself. */
export interface ExperimentConfiguration {
  /** The columns, from left to right. */
  readonly columns: readonly ColumnSpec[];
  /** Most memory frames of STCN and R50-AOTL; null for no limit, as in their authors' code. */
  readonly memoryFrames: number | null;
  readonly provider: ProviderChoice;
  /**
   * Number of frames to use from the start; null for all. At least 3: the first and the last are
   * not scored.
   */
  readonly frameLimit: number | null;
}

export function sameConfiguration(a: ExperimentConfiguration, b: ExperimentConfiguration): boolean {
  const text = ({ columns, ...settings }: ExperimentConfiguration) =>
    JSON.stringify([columns.map(ordered), Object.entries(settings).sort()]);
  return text(a) === text(b);
}

/** The VOS networks of a list of columns; the default if they have none. */
export function networksOf(columns: readonly ColumnSpec[]): readonly VosNetworkName[] {
  const names = new Set(columns.flatMap((column) => networkOf(column) ?? []));
  return names.size > 0 ? [...names].sort() : [VOS_NETWORKS[0].name];
}

/** Range of `memoryFrames`. */
export const MEMORY_FRAMES_RANGE = { min: 2, max: 1000 } as const;

export const DEFAULT_CONFIGURATION: ExperimentConfiguration = {
  columns: PUBLISHED_COLUMNS,
  memoryFrames: null,
  provider: 'auto',
  frameLimit: null,
};
