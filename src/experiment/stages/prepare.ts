import type { NetworksRequest, ProviderReport } from '../../networks/networksApi.ts';
import type { WholeStage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';

/**
 * Loads the networks and warms them up.
 *
 * @param onReport called with what really runs, before anything runs on it
 */
export function prepareStage(
  request: NetworksRequest,
  { networks }: Pick<Workers, 'networks'>,
  onReport: (report: ProviderReport) => void,
): WholeStage<ProviderReport> {
  return {
    shape: 'whole',
    id: `networks(${JSON.stringify(request)})`,
    kind: 'networks',
    lane: 'networks',
    inputs: [],
    frames: 1,
    inWorker: true,
    bytes: () => 0,
    async make({ signal }) {
      try {
        const report = await networks.run((api) => api.prepare(request), signal);
        onReport(report);
        return report;
      } catch (error) {
        // A runtime that failed once may keep failing: the next attempt gets a new worker.
        networks.terminate(error);
        throw error;
      }
    },
  };
}
