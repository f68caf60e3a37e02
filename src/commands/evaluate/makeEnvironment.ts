import { cpus } from 'node:os';
import { formatColumnList } from '../../results/columnList.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { packageVersions } from '../packageVersions.ts';
import { configurationHash, configurationOf, type PlannedEnvironment } from './environment.ts';
import type { EvaluateOptions } from './evaluateOptions.ts';
import type { EvaluationRecord } from './evaluationRecord.ts';
import { experimentOf, networksOf } from './experiments.ts';
import { formatShard } from './shard.ts';

/** The planned part of the environment, from the options of this run. */
export function plannedEnvironment(
  options: EvaluateOptions,
  results: readonly SequenceResult[],
  sequenceNames: readonly string[],
): PlannedEnvironment {
  const { columnLists, memoryFrames, frames, provider, shard } = options;
  const networks = [...new Set(columnLists.flatMap((columns) => networksOf({ columns })))];
  return {
    experiments: columnLists.map(formatColumnList),
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
  { sequences }: Pick<EvaluationRecord, 'sequences'>,
  browser: string | null,
  commandLine: string,
): Record<string, unknown> {
  const { versions, ...others } = planned;
  const latest = sequences.at(-1);
  return {
    date: new Date().toISOString(),
    commandLine,
    browser,
    cores: cpus().length,
    provider: latest?.columns[0]?.provider ?? null,
    device: latest?.provenance.device ?? null,
    adapter: latest?.provenance.adapter ?? null,
    versions,
    configuration: configurationHash(configurationOf(planned)),
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

/** The files of a result with this network; none before it has run. */
function filesOf(network: string, results: readonly SequenceResult[]) {
  const result = results.find((made) => networksOf(experimentOf(made)).includes(network));
  const files = result?.provenance.networks ?? [];
  return files
    .filter(({ vos }) => vos === undefined || vos === network)
    .map(({ name, sha256 }) => ({ name, sha256 }));
}
