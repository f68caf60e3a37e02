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
import { type Coded, encodeAndDecode, publishCoded } from './stages/encodeAndDecode.ts';
import { fillColumns } from './stages/fillColumns.ts';
import { type FilledColumn, vosColumn } from './stages/filledColumn.ts';
import { importMedia } from './stages/importMedia.ts';
import { type OpenSequence, readSequence } from './stages/openSequence.ts';
import { oursByCodedMasks, oursByVos } from './stages/oursColumn.ts';
import type { Reusable } from './stages/stageCache.ts';
import type { Threads } from './workers.ts';

/**
 * Runs one experiment: reads the sequence, encodes and decodes it while VOS already works on the
 * originals, then fills the columns side by side, frame by frame, always the one that is furthest
 * behind. What `reusable` holds is taken up instead of made. Where one column fails the others still
 * finish.
 *
 * @param reusable what an earlier experiment left that is true of this plan, or null
 * @param onReusable is told each time that there is more for a later experiment to take up
 * @returns why columns are missing or incomplete, in the order in which they failed
 * @throws AbortError when `signal` aborts; Problem when no column can be made at all
 */
export async function runExperiment(
  plan: ExperimentPlan,
  threads: Threads,
  reporter: ProgressReporter,
  reusable: Reusable | null,
  onReusable: (reusable: Reusable) => void,
  signal: AbortSignal,
): Promise<unknown[]> {
  const { source, configuration, media } = plan;
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
  let left: Reusable = reusable ?? {
    sequence,
    coded: null,
    masks: null,
    imported: null,
    columns: [],
  };
  const leave = (more: Partial<Reusable>) => {
    left = { ...left, ...more };
    onReusable(left);
  };
  leave({});

  const wanted = (name: ComputedColumn) =>
    name === 'imported' ? media.imported !== null : configuration.columns.includes(name);
  const byCodedMasks = wanted('ours') && configuration.ours === 'coded';
  reporter.set({ ours: configuration.ours, network: configuration.network });
  if (!byCodedMasks) reporter.endStage('masks', 'skipped');
  for (const name of COMPUTED_COLUMNS) if (!wanted(name)) reporter.endStage(name, 'skipped');
  // x265 starts while the networks still load; its columns join when it has decoded.
  const coding =
    wanted('x265') || wanted('ours')
      ? code(sequence, plan, left.coded, threads, reporter, signal)
      : skipStages(reporter, 'encode', 'decode');
  coding.then((coded) => coded && leave({ coded })).catch(() => {});
  const importing = media.imported
    ? importMedia(sequence, media.imported, left.imported, threads, reporter, signal)
    : skipStages(reporter, 'import');
  importing.then((imported) => imported && leave({ imported })).catch(() => {});

  const { provider } = await preparing.catch((error) => {
    // Cancelling while they load, as failing, ends the networks' worker.
    for (const column of left.columns) column.lose();
    throw error;
  });
  const columns: FilledColumn[] = [];
  let addition = deferred();
  /** Takes up the column that was left, or makes it. */
  const add = async (name: ComputedColumn, make: () => FilledColumn): Promise<FilledColumn> => {
    const found = left.columns.find((column) => column.name === name);
    const fits = found?.usable && found.provider === provider;
    const column = fits ? found : make();
    leave({ columns: [...left.columns.filter((other) => other !== found), column] });
    columns.push(column);
    addition.resolve();
    addition = deferred();
    column.publish(reporter);
    if (!fits) await found?.close(threads).catch(() => {});
    return column;
  };
  const addOriginal = () =>
    add('original', () => vosColumn('original', sequence, sequence.frames, provider));
  let original = wanted('original') ? await addOriginal() : null;
  /** The masks of ours: those that the given stream carries, or coded from VOS on the originals. */
  const codedMasks = async ({ video, masks: carried }: Coded): Promise<CodedMasks> => {
    const kept = left.masks;
    if (kept && [null, provider].includes(kept.provider)) {
      return publishMasks(kept, video, reporter);
    }
    if (carried) {
      const { frames } = sequence;
      return takeCarriedMasks(carried, video.title, frames, threads, reporter, signal);
    }
    original ??= await addOriginal();
    return codeMasks(original, video, configuration.maskQuality, threads, reporter, signal);
  };
  const codedJoin = coding.then(async (coded) => {
    if (!coded) return;
    const { encode, decode } = coded;
    const seconds = { encode, decode };
    if (wanted('x265')) {
      (await add('x265', () => vosColumn('x265', sequence, coded.frames, provider))).setSeconds(
        seconds,
      );
    }
    if (!wanted('ours')) return;
    const options = { sequence, coded, provider, configuredCrf: configuration.crf };
    const masks = byCodedMasks ? await codedMasks(coded) : null;
    if (masks) leave({ masks });
    const make = () => (masks ? oursByCodedMasks(masks, options) : oursByVos(options));
    (await add('ours', make)).setSeconds(seconds);
  });
  const importedJoin = importing.then(async (imported) => {
    if (!imported) return;
    const { frames, bits } = imported;
    const make = () => vosColumn('imported', sequence, frames, provider);
    (await add('imported', make)).note(bits.note ? [bits.note] : []);
  });
  return fillColumns(columns, [codedJoin, importedJoin], threads, signal, () => addition.promise);
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
  kept: Coded | null,
  threads: Threads,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<Coded> {
  if (!kept) return encodeAndDecode(sequence, plan, threads, reporter, signal);
  publishCoded(kept, reporter);
  return kept;
}

async function prepareNetworks(
  { size }: SequenceSource,
  objectCount: number,
  { network, memoryFrames, provider }: ExperimentConfiguration,
  { networks }: Threads,
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
