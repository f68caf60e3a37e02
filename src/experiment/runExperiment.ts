import type { ProviderReport } from '../networks/networksApi.ts';
import { isAbort } from '../problem.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from '../results/columns.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ExperimentPlan } from './experimentPlan.ts';
import type { CodedMasks, Stage } from './experimentState.ts';
import { frameCountOf } from './frameCount.ts';
import type { ProgressReporter } from './progressReporter.ts';
import { codeMasks, decodeCarriedMasks, publishMasks } from './stages/codedMasks.ts';
import { type CodecOutput, encodeAndDecode, publishCodecOutput } from './stages/encodeAndDecode.ts';
import { fillColumns } from './stages/fillColumns.ts';
import { type FilledColumn, vosColumn } from './stages/filledColumn.ts';
import { importMedia } from './stages/importMedia.ts';
import { type OpenSequence, readSequence } from './stages/openSequence.ts';
import { oursByCodedMasks, oursByVos } from './stages/oursColumn.ts';
import type { StageCache } from './stages/stageCache.ts';
import type { Workers } from './workers.ts';

/**
 * Runs one experiment. Reads the sequence, encodes and decodes it while VOS runs on the originals,
 * and fills all columns frame by frame, always the column that is furthest behind. If a column
 * fails, the others still finish.
 *
 * @param previous cached results that are valid for this plan, to be reused; null if none
 * @param onCached called with all cached results whenever there are more
 * @returns the errors of missing or incomplete columns, in the order in which they occurred
 * @throws AbortError when `signal` aborts; Problem when no column can be made at all
 */
export async function runExperiment(
  plan: ExperimentPlan,
  workers: Workers,
  reporter: ProgressReporter,
  previous: StageCache | null,
  onCached: (cache: StageCache) => void,
  signal: AbortSignal,
): Promise<unknown[]> {
  const { source, configuration, media } = plan;
  const prepare = (objectCount: number) =>
    prepareNetworks(source, objectCount, configuration, workers, reporter, signal);
  // With objects that appear later, their number is known only after reading the annotations.
  const early = source.laterObjects ? null : prepare(source.objectIds.length);
  early?.catch(() => {});
  const sequence =
    previous?.sequence ??
    (await readSequence(source, frameCountOf(source, configuration), workers, reporter, signal));
  publishSequence(sequence, reporter);
  const preparing = early ?? prepare(sequence.objectIds.length);
  preparing.catch(() => {});
  let cached: StageCache = previous ?? {
    sequence,
    compressed: null,
    masks: null,
    imported: null,
    columns: [],
  };
  const cache = (more: Partial<StageCache>) => {
    cached = { ...cached, ...more };
    onCached(cached);
  };
  cache({});

  const isRequested = (name: ComputedColumn) =>
    name === 'imported' ? media.imported !== null : configuration.columns.includes(name);
  const byCodedMasks = isRequested('ours') && configuration.ours === 'coded';
  reporter.set({ ours: configuration.ours, network: configuration.network });
  if (!byCodedMasks) reporter.endStage('masks', 'skipped');
  for (const name of COMPUTED_COLUMNS) if (!isRequested(name)) reporter.endStage(name, 'skipped');
  // x265 starts while the networks load; its columns are added after decoding.
  const compressing =
    isRequested('x265') || isRequested('ours')
      ? encodeOrReuse(sequence, plan, cached.compressed, workers, reporter, signal)
      : skipStages(reporter, 'encode', 'decode');
  compressing.then((compressed) => compressed && cache({ compressed })).catch(() => {});
  const importing = media.imported
    ? importMedia(sequence, media.imported, cached.imported, workers, reporter, signal)
    : skipStages(reporter, 'import');
  importing.then((imported) => imported && cache({ imported })).catch(() => {});

  const { provider } = await preparing.catch((error) => {
    // Both a failure and a cancel during loading terminate the networks' worker.
    for (const column of cached.columns) column.dropRun();
    throw error;
  });
  const columns: FilledColumn[] = [];
  let addition = deferred();
  /** Adds the cached column if it can be reused, otherwise the column that `make` returns. */
  const add = async (name: ComputedColumn, make: () => FilledColumn): Promise<FilledColumn> => {
    const found = cached.columns.find((column) => column.name === name);
    const fits = found?.usable && found.provider === provider;
    const column = fits ? found : make();
    cache({ columns: [...cached.columns.filter((other) => other !== found), column] });
    columns.push(column);
    addition.resolve();
    addition = deferred();
    column.publish(reporter);
    if (!fits) await found?.close(workers).catch(() => {});
    return column;
  };
  const addOriginal = () =>
    add('original', () => vosColumn('original', sequence, sequence.frames, provider));
  let original = isRequested('original') ? await addOriginal() : null;
  /** The masks of ours: carried by the user-supplied stream, or coded from VOS on the originals. */
  const codedMasks = async ({ video, masks: carried }: CodecOutput): Promise<CodedMasks> => {
    const { masks } = cached;
    if (masks && [null, provider].includes(masks.provider)) {
      return publishMasks(masks, video, reporter);
    }
    if (carried) {
      const { frames } = sequence;
      return decodeCarriedMasks(carried, video.title, frames, workers, reporter, signal);
    }
    original ??= await addOriginal();
    return codeMasks(original, video, configuration.maskQuality, workers, reporter, signal);
  };
  const codecColumns = compressing.then(async (compressed) => {
    if (!compressed) return;
    const { encode, decode } = compressed;
    const seconds = { encode, decode };
    if (isRequested('x265')) {
      (
        await add('x265', () => vosColumn('x265', sequence, compressed.frames, provider))
      ).setSeconds(seconds);
    }
    if (!isRequested('ours')) return;
    const options = { sequence, compressed, provider, configuredCrf: configuration.crf };
    const masks = byCodedMasks ? await codedMasks(compressed) : null;
    if (masks) cache({ masks });
    const make = () => (masks ? oursByCodedMasks(masks, options) : oursByVos(options));
    (await add('ours', make)).setSeconds(seconds);
  });
  const importedColumn = importing.then(async (imported) => {
    if (!imported) return;
    const { frames, bits } = imported;
    const make = () => vosColumn('imported', sequence, frames, provider);
    (await add('imported', make)).setNotes(bits.note ? [bits.note] : []);
  });
  return fillColumns(
    columns,
    [codecColumns, importedColumn],
    workers,
    signal,
    () => addition.promise,
  );
}

/** A promise with its resolve function. */
function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Encodes and decodes the sequence, or publishes the cached output. */
async function encodeOrReuse(
  sequence: OpenSequence,
  plan: ExperimentPlan,
  cached: CodecOutput | null,
  workers: Workers,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<CodecOutput> {
  if (!cached) return encodeAndDecode(sequence, plan, workers, reporter, signal);
  publishCodecOutput(cached, reporter);
  return cached;
}

async function prepareNetworks(
  { size }: SequenceSource,
  objectCount: number,
  { network, memoryFrames, provider }: ExperimentConfiguration,
  { networks }: Workers,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<ProviderReport> {
  reporter.stage('networks', 0, 1);
  try {
    const networksFor = { network, memoryFrames, provider };
    const request = { ...networksFor, size, objectCount: Math.max(1, objectCount) };
    const report = await networks.run((api) => api.prepare(request), signal);
    reporter.set({ provider: report });
    reporter.endStage('networks');
    return report;
  } catch (error) {
    if (!isAbort(error)) {
      reporter.endStage('networks', 'failed');
      // A runtime that failed once may keep failing: the next attempt gets a new worker.
      networks.terminate();
    }
    throw error;
  }
}

/** Marks stages as skipped, for columns that were not requested. */
async function skipStages(reporter: ProgressReporter, ...stages: readonly Stage[]): Promise<null> {
  for (const stage of stages) reporter.endStage(stage, 'skipped');
  return null;
}

/** Publishes the sequence and the column `truth`, which is complete once the sequence is read. */
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
  // The original frames can be shown before their masks are ready.
  reporter.column('original', { frames, framesReady: frames.count });
}
