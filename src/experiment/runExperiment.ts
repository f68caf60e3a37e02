import type { ProviderReport } from '../networks/networksApi.ts';
import { isAbort } from '../problem.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from './columns.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import { type Decoded, encodeAndDecode } from './encodeAndDecode.ts';
import type { Stage } from './experimentState.ts';
import { fillColumns } from './fillColumns.ts';
import { frameCountOf } from './frameCount.ts';
import { importMedia } from './importMedia.ts';
import type { ExperimentMedia } from './media.ts';
import { type OpenSequence, readSequence } from './openSequence.ts';
import { oursColumn } from './oursColumn.ts';
import type { ProgressReporter } from './progressReporter.ts';
import type { Threads } from './threads.ts';
import { VosColumn } from './vosColumn.ts';

/** What is to be run. */
export interface ExperimentPlan {
  readonly source: SequenceSource;
  readonly configuration: ExperimentConfiguration;
  readonly media: ExperimentMedia;
}

/** What one experiment leaves for the next on the same frames: nothing of it depends on x265. */
export interface Reusable {
  readonly sequence: OpenSequence;
  readonly original: VosColumn | null;
}

/**
 * Runs one experiment: reads the sequence, encodes and decodes it while VOS already works on the
 * originals, then fills the columns side by side, frame by frame, always the one that is furthest
 * behind. Where one column fails the others still finish.
 *
 * @param reusable what an earlier experiment on the same frames left, or null
 * @param onReusable is told as soon as there is something that a later experiment can take up
 * @throws AbortError when `signal` aborts; else the first error, when all that could be done is done
 */
export async function runExperiment(
  { source, configuration, media }: ExperimentPlan,
  threads: Threads,
  reporter: ProgressReporter,
  reusable: Reusable | null,
  onReusable: (reusable: Reusable) => void,
  signal: AbortSignal,
): Promise<void> {
  const prepare = (objectCount: number) =>
    prepareNetworks(source, objectCount, configuration, threads, reporter, signal);
  // How many objects may still come, only the annotations tell.
  const early = source.laterObjects ? null : prepare(source.objectIds.length);
  early?.catch(() => {});
  const sequence =
    reusable?.sequence ??
    (await readSequence(source, frameCountOf(source, configuration), threads, reporter, signal));
  publishSequence(sequence, reporter);
  const preparing = early ?? prepare(sequence.objectIds.length);
  preparing.catch(() => {});
  // Until the networks are ready, only a finished column is sure to be of use to a later experiment.
  const finished = reusable?.original?.finished ? reusable.original : null;
  onReusable({ sequence, original: finished });

  const wanted = (name: ComputedColumn) =>
    name === 'imported' ? media.imported !== null : configuration.columns.includes(name);
  for (const name of COMPUTED_COLUMNS) if (!wanted(name)) reporter.endStage(name, 'skipped');
  // x265 starts while the networks still load; its columns join when it has decoded.
  const decoding =
    wanted('x265') || wanted('ours')
      ? encodeAndDecode(sequence, configuration, media.x265Stream, threads, reporter, signal)
      : skipStages(reporter, 'encode', 'decode');
  decoding.catch(() => {});
  const importing = media.imported
    ? importMedia(sequence, media.imported, threads, reporter, signal)
    : skipStages(reporter, 'import');
  importing.catch(() => {});

  const { provider } = await preparing;
  const columns: VosColumn[] = [];
  const add = (column: VosColumn) => {
    columns.push(column);
    column.publish(reporter);
  };
  if (wanted('original')) {
    const kept = reusable?.original;
    const original =
      kept?.usable && kept.provider === provider
        ? kept
        : new VosColumn({ name: 'original', sequence, frames: sequence.frames, provider });
    onReusable({ sequence, original });
    add(original);
  }
  const decodedJoin = decoding.then((decoded) => {
    if (!decoded) return;
    for (const column of decodedColumns(sequence, decoded, provider, configuration, threads)) {
      add(column);
      column.addSeconds(decoded);
    }
  });
  const importedJoin = importing.then((imported) => {
    if (!imported) return;
    const column = new VosColumn({ name: 'imported', sequence, frames: imported, provider });
    add(column);
  });
  await fillColumns(columns, [decodedJoin, importedJoin], threads, signal);
}

async function prepareNetworks(
  { size }: SequenceSource,
  objectCount: number,
  { network, provider }: ExperimentConfiguration,
  { networks }: Threads,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<ProviderReport> {
  reporter.stage('networks', 0, 1);
  try {
    const request = { network, provider, size, objectCount: Math.max(1, objectCount) };
    const report = await networks.run((api) => api.prepare(request), signal);
    reporter.set({ provider: report });
    reporter.endStage('networks');
    return report;
  } catch (error) {
    if (!isAbort(error)) {
      reporter.endStage('networks', 'failed');
      // A runtime that has failed once may keep failing: the next attempt gets a fresh worker.
      networks.terminate();
    }
    throw error;
  }
}

/** Nothing asks for what these stages make. */
async function skipStages(reporter: ProgressReporter, ...stages: readonly Stage[]): Promise<null> {
  for (const stage of stages) reporter.endStage(stage, 'skipped');
  return null;
}

/** Column truth is complete as soon as the sequence is read. */
function publishSequence(sequence: OpenSequence, reporter: ProgressReporter): void {
  const { frames, truth, objectIds, scoredIds, source } = sequence;
  const { frameRate, size } = source;
  reporter.set({ frameCount: frames.count, frameRate, size, objectIds, scoredIds });
  reporter.stage('read', frames.count, frames.count);
  reporter.endStage('read');
  reporter.column('truth', {
    frames,
    framesReady: frames.count,
    maps: truth.maps,
    mapsReady: frames.count,
  });
  // The original pictures can be looked at while their masks are still being made.
  reporter.column('original', { frames, framesReady: frames.count });
}

function decodedColumns(
  sequence: OpenSequence,
  { frames }: Decoded,
  provider: VosColumn['provider'],
  { columns, crf }: ExperimentConfiguration,
  threads: Threads,
): VosColumn[] {
  const made: VosColumn[] = [];
  if (columns.includes('x265'))
    made.push(new VosColumn({ name: 'x265', sequence, frames, provider }));
  if (columns.includes('ours')) made.push(oursColumn(sequence, frames, provider, crf, threads));
  return made;
}
