import { proxy } from 'comlink';
import type { EncodedVideo } from '../codec/encodedVideo.ts';
import { describeError, isAbort } from '../problem.ts';
import { allocateFrames, type Frames } from '../sequence/frames.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from './columns.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import { type OpenSequence, readSequence } from './openSequence.ts';
import type { ProgressReporter } from './progressReporter.ts';
import type { Threads } from './threads.ts';
import { VosColumn } from './vosColumn.ts';

/** What one experiment leaves for the next on the same sequence: nothing of it depends on x265. */
export interface Reusable {
  readonly sequence: OpenSequence;
  readonly original: VosColumn | null;
}

/**
 * Runs one experiment: reads the sequence, encodes and decodes it while VOS already works on the
 * originals, then fills the columns side by side, frame by frame, always the one that is furthest
 * behind. Where one column fails the others still finish.
 *
 * @param reusable what an earlier experiment on the same sequence left, or null
 * @param onReusable is told as soon as there is something that a later experiment can take up
 * @throws AbortError when `signal` aborts; any error that leaves no column to fill
 */
export async function runExperiment(
  source: SequenceSource,
  configuration: ExperimentConfiguration,
  threads: Threads,
  reporter: ProgressReporter,
  reusable: Reusable | null,
  onReusable: (reusable: Reusable) => void,
  signal: AbortSignal,
): Promise<void> {
  const frameCount = Math.min(
    source.pictureNames.length,
    configuration.frameLimit ?? source.pictureNames.length,
  );
  reporter.stage('networks', 0, 1);
  const preparing = threads.networks.run((networks) =>
    networks.prepare(configuration.provider, source.size, Math.max(1, source.objectIds.length)),
  );
  preparing.catch(() => {});
  const sequence =
    reusable?.sequence ?? (await readSequence(source, frameCount, threads, reporter, signal));
  publishSequence(sequence, reporter);

  const wanted = (name: ComputedColumn) => configuration.columns.includes(name);
  for (const name of skippedColumns(configuration)) reporter.endStage(name, 'skipped');
  const columns: VosColumn[] = [];
  // x265 starts while the networks still load; its columns join when it has decoded.
  const decodes = wanted('x265') || wanted('ours');
  const decoding = decodes
    ? encodeAndDecode(sequence, configuration, threads, reporter, signal)
    : skipCodec(reporter);
  decoding.catch(() => {});

  const report = await preparing;
  const { provider } = report;
  reporter.set({ provider: report });
  reporter.endStage('networks');
  const add = (column: VosColumn) => {
    columns.push(column);
    column.publish(reporter);
  };
  if (wanted('original')) {
    const kept = reusable?.original?.provider === provider ? reusable.original : null;
    const { frames } = sequence;
    const original = kept ?? new VosColumn({ name: 'original', sequence, frames, provider });
    onReusable({ sequence, original });
    add(original);
  } else {
    onReusable({ sequence, original: reusable?.original ?? null });
  }
  const codec = decoding.then((decoded) => {
    if (!decoded) return;
    if (wanted('x265')) add(x265Column(sequence, decoded, provider));
    if (wanted('ours')) add(oursColumn(sequence, decoded, provider, configuration.crf, threads));
    for (const column of columns) {
      if (column.name !== 'original') column.addSeconds(reporter, decoded);
    }
  });
  await fillColumns(columns, codec, threads, reporter, signal);
}

function skippedColumns({ columns }: ExperimentConfiguration): ComputedColumn[] {
  return COMPUTED_COLUMNS.filter((name) => !columns.includes(name));
}

/** Nothing asks for x265's frames. */
async function skipCodec(reporter: ProgressReporter): Promise<null> {
  reporter.endStage('encode', 'skipped');
  reporter.endStage('decode', 'skipped');
  return null;
}

/** Column truth is complete as soon as the sequence is read. */
function publishSequence(sequence: OpenSequence, reporter: ProgressReporter): void {
  const { frames, truth, objectIds, source } = sequence;
  reporter.set({ frameCount: frames.count, frameRate: source.frameRate, objectIds });
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

interface Decoded {
  readonly frames: Frames;
  readonly encode: number;
  readonly decode: number;
}

async function encodeAndDecode(
  sequence: OpenSequence,
  configuration: ExperimentConfiguration,
  { codec }: Threads,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<Decoded> {
  const total = sequence.frames.count;
  let stage: 'encode' | 'decode' = 'encode';
  const onProgress = () => proxy((done: number, all: number) => reporter.stage(stage, done, all));
  try {
    reporter.stage('encode', 0, total);
    const video: EncodedVideo = await codec.run(
      (api) => api.encode(sequence.frames, configuration, onProgress()),
      signal,
    );
    reporter.set({ video });
    reporter.endStage('encode');
    stage = 'decode';
    reporter.stage('decode', 0, total);
    const decoded = await codec.run((api) => api.decode(video, onProgress()), signal);
    reporter.endStage('decode');
    return { frames: decoded.frames, encode: video.seconds, decode: decoded.seconds };
  } catch (error) {
    if (!isAbort(error)) {
      reporter.endStage(stage, 'failed');
      if (stage === 'encode') reporter.endStage('decode', 'skipped');
      for (const name of ['x265', 'ours'] as const) {
        reporter.column(name, { problem: describeError(error) });
        reporter.endStage(name, 'failed');
      }
    }
    throw error;
  }
}

function x265Column(
  sequence: OpenSequence,
  decoded: Decoded,
  provider: VosColumn['provider'],
): VosColumn {
  return new VosColumn({ name: 'x265', sequence, frames: decoded.frames, provider });
}

/**
 * Ours, by VOS on enhanced frames: each decoded frame is enhanced, guided by the label map of the
 * frame before it (causal and free of cost), and then segmented.
 */
function oursColumn(
  sequence: OpenSequence,
  decoded: Decoded,
  provider: VosColumn['provider'],
  crf: number,
  { networks }: Threads,
): VosColumn {
  const { size, count } = decoded.frames;
  const enhanced = allocateFrames(size, count);
  const column: VosColumn = new VosColumn({
    name: 'ours',
    sequence,
    frames: enhanced,
    provider,
    makeFrame: (index) => {
      const guide = { maps: column.maps, index: Math.max(0, index - 1) };
      return networks.run((api) => api.enhance(decoded.frames, index, crf, guide, enhanced));
    },
  });
  return column;
}

/** Advances the column that is furthest behind until all are full. */
async function fillColumns(
  columns: VosColumn[],
  codec: Promise<void>,
  threads: Threads,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<void> {
  let codecPending = true;
  const codecDone = codec.finally(() => {
    codecPending = false;
  });
  codecDone.catch(() => {});
  const failures: unknown[] = [];
  const failed = new Set<VosColumn>();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = furthestBehind(columns.filter((column) => !failed.has(column)));
      if (!next) {
        if (!codecPending) break;
        await codecDone.catch(() => {});
        continue;
      }
      try {
        await next.advance(threads, reporter);
      } catch (error) {
        if (isAbort(error)) throw error;
        failures.push(error);
        failed.add(next);
        reporter.column(next.name, { problem: describeError(error) });
        reporter.endStage(next.name, 'failed');
      }
    }
    await codecDone.catch((error: unknown) => failures.push(error));
    await Promise.all(columns.map((column) => column.settle()));
  } finally {
    // The originals' run is kept: the next experiment goes on with it.
    for (const column of columns) {
      if (column.name !== 'original' || failed.has(column)) {
        await column.close(threads).catch(() => {});
      }
    }
  }
  if (failures.length > 0) throw failures[0];
}

function furthestBehind(columns: readonly VosColumn[]): VosColumn | null {
  let next: VosColumn | null = null;
  for (const column of columns) {
    if (!column.finished && (next === null || column.done < next.done)) next = column;
  }
  return next;
}
