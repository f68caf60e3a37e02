import { cpus } from 'node:os';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { packageVersions } from '../packageVersions.ts';
import { configurationHash, configurationOf, type PlannedEnvironment } from './environment.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { EvaluationRecord } from './evaluationRecord.ts';
import { formatShard } from './shard.ts';

/** The planned part of the environment, from the options of this run. */
export function plannedEnvironment(
  options: EvaluateOptions,
  results: readonly SequenceResult[],
  sequenceNames: readonly string[],
): PlannedEnvironment {
  const { crfs, targetBpp, keyint, columns, ours, maskQuality } = options;
  const { networks, memoryFrames, frames, provider, shard } = options;
  return {
    crf: crfs && crfs.length === 1 ? (crfs[0] ?? null) : crfs && [...crfs],
    targetBpp,
    keyint,
    columns: [...columns],
    ours,
    maskQuality,
    networks: networks.map((name) => ({ name, files: filesOf(name, results) })),
    memoryFrames,
    frames,
    ep: provider,
    versions: packageVersions(),
    shard: shard && formatShard(shard),
    sequenceNames: [...sequenceNames],
  };
}

/** The complete `environment` of the result file: the plan, and where and how it ran. */
export function evaluationEnvironment(
  planned: PlannedEnvironment,
  { sequences, targetRates }: Pick<EvaluationRecord, 'sequences' | 'targetRates'>,
  browser: string | null,
  commandLine: string,
): Record<string, unknown> {
  const { versions, crf, keyint, targetBpp, ...others } = planned;
  const latest = sequences.at(-1);
  const [column] = Object.values(latest?.columns ?? {});
  return {
    date: new Date().toISOString(),
    commandLine,
    browser,
    cores: cpus().length,
    provider: column?.provider ?? null,
    device: latest?.provenance.device ?? null,
    adapter: latest?.provenance.adapter ?? null,
    versions,
    configuration: configurationHash(configurationOf(planned)),
    crf,
    targetBpp,
    ...(targetBpp === null ? {} : { targetRates }),
    keyint,
    ...others,
  };
}

/** The command line, quoted for a shell. */
export function evaluateCommandLine(args: readonly string[]): string {
  const quoted = args.map((argument) =>
    /^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", "'\\''")}'`,
  );
  return ['npm run --silent evaluate --', ...quoted].join(' ');
}

function filesOf(network: string, results: readonly SequenceResult[]) {
  const result = results.find(({ configuration }) => configuration.network === network);
  return result?.provenance.networks.map(({ name, sha256 }) => ({ name, sha256 })) ?? [];
}
