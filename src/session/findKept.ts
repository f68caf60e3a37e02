import { evenSize } from '../codec/padding.ts';
import { x265CommandLine } from '../codec/x265.ts';
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
 * The latest kept result that computing this experiment, encoded here, would give again: of the same
 * input, settings, network files (of the precision that would run), versions and execution provider.
 * Whether its CRF was chosen or found for a wanted rate makes no difference to its figures.
 *
 * @returns null where none is kept
 * @throws Problem when a file or a network cannot be read or cannot run on the provider that was
 *   chosen, or AbortError
 */
export async function findKept(
  kept: KeptResults,
  source: SequenceSource,
  configuration: ExperimentConfiguration,
  networks: Workers['networks'],
  signal: AbortSignal,
): Promise<SequenceResult | null> {
  if (kept.store.getState().results.length === 0) return null;
  const { crf, keyint, network, memoryFrames, ours, frameLimit, columns } = configuration;
  const maskQuality = ours === 'coded' ? configuration.maskQuality : null;
  const { provider, precision } = await resolveProvider(source, configuration, networks, signal);
  const encodes = columns.some((name) => name === 'x265' || name === 'ours');
  const found = kept.find({
    configuration: { crf, keyint, network, memoryFrames, ours, maskQuality, frameLimit },
    columns,
    provenance: {
      input: await fingerprint(source, frameCountOf(source, configuration), { signal }),
      commandLine: encodes ? x265CommandLine(evenSize(source.size), configuration) : null,
      networks: await networks.run((api) => api.networkFiles(network, precision), signal),
      versions: packageVersions,
    },
  });
  const ranOnIt = (result: SequenceResult) =>
    columns.every((name) => result.columns[name]?.provider === provider);
  return found.find(ranOnIt) ?? null;
}

/** What would run: on a GPU, only the networks can tell in which precision, if at all. */
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
