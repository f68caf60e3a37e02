import { evenSize } from '../codec/padding.ts';
import { x265CommandLine } from '../codec/x265.ts';
import { columnSpecOf } from '../experiment/columnSpecs.ts';
import type { ExperimentConfiguration } from '../experiment/configuration.ts';
import { frameCountOf } from '../experiment/frameCount.ts';
import type { Workers } from '../experiment/workers.ts';
import type { ProviderReport } from '../networks/networksApi.ts';
import { packageVersions } from '../results/packageVersions.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import { fingerprint } from '../sequence/fingerprint.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { KeptResults } from './keptResults.ts';

/**
 * Finds the latest kept result of the same experiment, encoded here: with the same input, settings,
 * network files (of the precision that would run), versions and execution provider. A CRF that was
 * found for a target rate counts like a chosen one.
 *
 * @returns null if there is none
 * @throws Problem when a file or a network cannot be read, or a network cannot run on the chosen
 *   provider; AbortError
 */
export async function findKept(
  kept: KeptResults,
  source: SequenceSource,
  configuration: ExperimentConfiguration,
  networks: Workers['networks'],
  signal: AbortSignal,
): Promise<SequenceResult | null> {
  if (kept.store.getState().results.length === 0) return null;
  const { network, memoryFrames, frameLimit, crf } = configuration;
  const { provider, precision } = await resolveProvider(source, configuration, networks, signal);
  const commandLine = x265CommandLine(evenSize(source.size), configuration);
  const columns = configuration.columns.map((name) => {
    const spec = columnSpecOf(name, configuration);
    const encodes = spec.pictures.source === 'x265';
    return { spec, crf: encodes ? crf : null, commandLine: encodes ? commandLine : null };
  });
  const found = kept.find({
    columns,
    memoryFrames,
    frameLimit,
    provider,
    provenance: {
      input: await fingerprint(source, frameCountOf(source, configuration), { signal }),
      networks: await networks.run((api) => api.networkFiles(network, precision), signal),
      versions: packageVersions,
    },
  });
  return found[0] ?? null;
}

/** The provider and precision that would run. Whether a GPU works is known only after preparing. */
async function resolveProvider(
  { size, objectIds }: SequenceSource,
  { network, memoryFrames, provider }: ExperimentConfiguration,
  networks: Workers['networks'],
  signal: AbortSignal,
): Promise<Pick<ProviderReport, 'provider' | 'precision'>> {
  if (provider === 'wasm') return { provider, precision: 'float32' };
  const networksFor = { network, memoryFrames, provider };
  const request = { ...networksFor, size, objectCount: Math.max(1, objectIds.length) };
  return networks.run((api) => api.prepare(request), signal);
}
