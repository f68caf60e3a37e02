import { fingerprint } from '../sequence/fingerprint.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ExperimentState } from './experimentState.ts';
import { frameCountOf } from './frameCount.ts';
import type { ExperimentMedia } from './media.ts';
import type { Provenance } from './resultSchema.ts';
import type { Threads } from './threads.ts';
import { packageVersions } from './versions.ts';

/**
 * Collects what is needed to repeat an experiment, while it runs.
 *
 * @returns a function that completes it with what only the finished experiment knows
 * @throws Problem when a file of the sequence or a network cannot be read
 */
export async function makeProvenance(
  source: SequenceSource,
  configuration: ExperimentConfiguration,
  { x265Stream, imported }: ExperimentMedia,
  { networks }: Threads,
): Promise<(finished: ExperimentState) => Provenance> {
  const input = await fingerprint(source, frameCountOf(source, configuration));
  const files = await networks.run((api) => api.networkFiles(configuration.network));
  const given = [
    x265Stream && `x265 stream given: ${x265Stream.name}`,
    imported && `imported: ${imported.file.name}`,
  ];
  return ({ video, provider }) => ({
    date: new Date().toISOString(),
    input,
    commandLine:
      [x265Stream ? null : video?.commandLine, ...given].filter(Boolean).join('; ') || null,
    networks: files.map(({ name, sha256 }) => ({ name, sha256 })),
    device: provider?.device ?? 'unknown',
    adapter: provider?.adapter ?? null,
    providerReason: provider?.reason ?? null,
    goldenDifference: provider?.goldenDifference ?? null,
    browser: globalThis.navigator?.userAgent ?? 'none',
    versions: packageVersions,
  });
}
