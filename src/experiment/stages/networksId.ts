import type { ProviderReport } from '../../networks/networksApi.ts';
import type { Stage } from '../graph/stage.ts';

/** The loaded networks: the stage that loads them and what they really run on. */
export interface PreparedNetworks {
  readonly stage: Stage;
  readonly report: ProviderReport;
  /** Most memory frames of STCN and R50-AOTL that were asked for; null for no limit. */
  readonly memoryFrames: number | null;
}

/**
 * What decides a network's output besides its input. Which other networks are loaded does not
 * matter.
 */
export function networksId({ report, memoryFrames }: PreparedNetworks): string {
  return `${report.provider} ${report.precision} ${memoryFrames}`;
}
