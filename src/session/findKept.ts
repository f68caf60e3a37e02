import { evenSize } from '../codec/padding.ts';
import { x265CommandLine } from '../codec/x265.ts';
import { type ExperimentConfiguration, networksOf } from '../experiment/configuration.ts';
import { frameCountOf } from '../experiment/frameCount.ts';
import { networkFilesOf } from '../experiment/networkFilesOf.ts';
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
  const { memoryFrames, frameLimit } = configuration;
  const { provider, precision } = await resolveProvider(source, configuration, networks, signal);
  const columns = configuration.columns.map((spec) => {
    const { pictures } = spec;
    const crf =
      pictures.source === 'x265' && pictures.rate.kind === 'crf' ? pictures.rate.crf : null;
    const settings = crf !== null && pictures.source === 'x265' ? { ...pictures, crf } : null;
    const commandLine = settings && x265CommandLine(evenSize(source.size), settings);
    return { spec, crf, commandLine };
  });
  const found = kept.find({
    columns,
    memoryFrames,
    frameLimit,
    provider,
    provenance: {
      input: await fingerprint(source, frameCountOf(source, configuration), { signal }),
      networks: await networkFilesOf(
        networks,
        networksOf(configuration.columns),
        precision,
        signal,
      ),
      versions: packageVersions,
    },
  });
  return found[0] ?? null;
}

/** The provider and precision that would run. Whether a GPU works is known only after preparing. */
async function resolveProvider(
  { size, objectIds }: SequenceSource,
  { columns, memoryFrames, provider }: ExperimentConfiguration,
  networks: Workers['networks'],
  signal: AbortSignal,
): Promise<Pick<ProviderReport, 'provider' | 'precision'>> {
  if (provider === 'wasm') return { provider, precision: 'float32' };
  const networksFor = { networks: networksOf(columns), memoryFrames, provider };
  const request = { ...networksFor, size, objectCount: Math.max(1, objectIds.length) };
  return networks.run((api) => api.prepare(request), signal);
}
