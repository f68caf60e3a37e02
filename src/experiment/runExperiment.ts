import type { ProviderReport } from '../networks/networksApi.ts';
import { isAbort } from '../problem.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from '../results/columns.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ExperimentPlan } from './experimentPlan.ts';
import type { CodedMasks, Stage } from './experimentState.ts';
import { frameCountOf } from './frameCount.ts';
import type { ProgressReporter } from './progressReporter.ts';
import { codeMasks, publishMasks, takeCarriedMasks } from './stages/codedMasks.ts';
import { type CodecOutput, encodeAndDecode, publishCodecOutput } from './stages/encodeAndDecode.ts';
import { fillColumns } from './stages/fillColumns.ts';
import { type FilledColumn, vosColumn } from './stages/filledColumn.ts';
import { importMedia } from './stages/importMedia.ts';
import { type OpenSequence, readSequence } from './stages/openSequence.ts';
import { oursByCodedMasks, oursByVos } from './stages/oursColumn.ts';
import type { StageCache } from './stages/stageCache.ts';
import type { Workers } from './workers.ts';

/**
 * Runs one experiment: reads the sequence, encodes and decodes it while VOS already works on the
 * originals, then fills the columns side by side, frame by frame, always the one that is furthest
 * behind. What `previous` holds is not computed again. Where one column fails the others still
 * finish.
 *
 * @param cache0 what an earlier experiment left that is true of this plan, or null
 * @param onCached called each time that more results can be used by a later experiment
 * @returns why columns are missing or incomplete, in the order in which they failed
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
  // How many objects may still come, only the annotations tell.
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

  const wanted = (name: ComputedColumn) =>
    name === 'imported' ? media.imported !== null : configuration.columns.includes(name);
  const byCodedMasks = wanted('ours') && configuration.ours === 'coded';
  reporter.set({ ours: configuration.ours, network: configuration.network });
  if (!byCodedMasks) reporter.endStage('masks', 'skipped');
  for (const name of COMPUTED_COLUMNS) if (!wanted(name)) reporter.endStage(name, 'skipped');
  // x265 starts while the networks still load; its columns join when it has decoded.
  const coding =
    wanted('x265') || wanted('ours')
      ? code(sequence, plan, cached.compressed, workers, reporter, signal)
      : skipStages(reporter, 'encode', 'decode');
  coding.then((compressed) => compressed && cache({ compressed })).catch(() => {});
  const importing = media.imported
    ? importMedia(sequence, media.imported, cached.imported, workers, reporter, signal)
    : skipStages(reporter, 'import');
  importing.then((imported) => imported && cache({ imported })).catch(() => {});

  const { provider } = await preparing.catch((error) => {
    // Cancelling while they load, as failing, ends the networks' worker.
    for (const column of cached.columns) column.lose();
    throw error;
  });
  const columns: FilledColumn[] = [];
  let addition = deferred();
  /** Adds the cached column, or makes it. */
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
  let original = wanted('original') ? await addOriginal() : null;
  /** The masks of ours: those that the given stream carries, or coded from VOS on the originals. */
  const codedMasks = async ({ video, masks: carried }: CodecOutput): Promise<CodedMasks> => {
    const kept = cached.masks;
    if (kept && [null, provider].includes(kept.provider)) {
      return publishMasks(kept, video, reporter);
    }
    if (carried) {
      const { frames } = sequence;
      return takeCarriedMasks(carried, video.title, frames, workers, reporter, signal);
    }
    original ??= await addOriginal();
    return codeMasks(original, video, configuration.maskQuality, workers, reporter, signal);
  };
  const codedJoin = coding.then(async (compressed) => {
    if (!compressed) return;
    const { encode, decode } = compressed;
    const seconds = { encode, decode };
    if (wanted('x265')) {
      (
        await add('x265', () => vosColumn('x265', sequence, compressed.frames, provider))
      ).setSeconds(seconds);
    }
    if (!wanted('ours')) return;
    const options = { sequence, compressed, provider, configuredCrf: configuration.crf };
    const masks = byCodedMasks ? await codedMasks(compressed) : null;
    if (masks) cache({ masks });
    const make = () => (masks ? oursByCodedMasks(masks, options) : oursByVos(options));
    (await add('ours', make)).setSeconds(seconds);
  });
  const importedJoin = importing.then(async (imported) => {
    if (!imported) return;
    const { frames, bits } = imported;
    const make = () => vosColumn('imported', sequence, frames, provider);
    (await add('imported', make)).note(bits.note ? [bits.note] : []);
  });
  return fillColumns(columns, [codedJoin, importedJoin], workers, signal, () => addition.promise);
}

/** A promise that is resolved from outside. */
function deferred() {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** What x265 makes of the sequence, or has made of it before. */
async function code(
  sequence: OpenSequence,
  plan: ExperimentPlan,
  kept: CodecOutput | null,
  workers: Workers,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<CodecOutput> {
  if (!kept) return encodeAndDecode(sequence, plan, workers, reporter, signal);
  publishCodecOutput(kept, reporter);
  return kept;
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
