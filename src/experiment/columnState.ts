import { bitsPerPixel, encodedCrf, type VideoStream } from '../codec/encodedVideo.ts';
import { carriedMaskBits } from '../codec/maskGroups.ts';
import { describeError } from '../problem.ts';
import { NO_SECONDS } from '../results/columnSeconds.ts';
import { columnTitle } from '../results/columnSpec.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { unreadFrames } from './blockNotes.ts';
import type { ColumnPlan } from './columnPlan.ts';
import { waitingText } from './columnWaiting.ts';
import {
  type CodedMasks,
  type ColumnBits,
  type ColumnState,
  emptyColumn,
  type ShownFrames,
} from './experimentState.ts';
import type { Stage } from './graph/stage.ts';
import type { StageGraph } from './graph/stageGraph.ts';
import type { StageNode } from './graph/stageNode.ts';
import type { ExperimentMedia } from './media.ts';
import type { BlockFigures } from './stages/blockFigures.ts';
import { bytesOf, type ImportedBits } from './stages/importedBits.ts';
import type { OpenSequence } from './stages/read.ts';

/** What the state of a column is read from. */
export interface ColumnSources {
  readonly graph: StageGraph;
  readonly read: Stage<OpenSequence>;
  readonly media: ExperimentMedia;
  readonly provider: ColumnState['provider'];
}

/** The state of a column: what the graph has of its stages. */
export function columnState(key: string, plan: ColumnPlan, sources: ColumnSources): ColumnState {
  const { spec } = plan;
  const { graph, media } = sources;
  const title = (spec.pictures.source === 'import' && media.imported?.title) || columnTitle(spec);
  const empty = emptyColumn(key, spec, title);
  if (plan.problem) return { ...empty, problem: plan.problem.message };
  const output = <T>(stage: Stage<T> | null) => (stage && doneNode(graph, stage)?.output) ?? null;
  const sequence = graph.node(sources.read);
  const supplied = output(plan.stream);
  const video: VideoStream | null = output(plan.encode) ?? supplied?.video ?? null;
  const packets = video?.packets ?? output(plan.importedBits)?.packets ?? null;
  const masks = codedMasks(plan, video, output);
  const isAnnotated = spec.masks.source === 'truth';
  const mapsNode = plan.masks && graph.node(plan.masks);
  const maps = isAnnotated
    ? (sequence?.output?.truth.maps ?? null)
    : (mapsNode?.output?.maps ?? null);
  const isOriginal = spec.pictures.source === 'original';
  const column: ColumnState = {
    ...empty,
    crf: plan.crf,
    search: plan.search && (graph.node(plan.search)?.output ?? { tried: [], found: null }),
    pictures: shownFrames(graph, plan.pictures, plan.pictureScores),
    decoded: shownFrames(graph, plan.decoded, plan.decodedScores),
    maps,
    mapsReady: [...((isAnnotated ? sequence?.ready : mapsNode?.ready) ?? [])],
    scores: [...((plan.maskScores && graph.node(plan.maskScores)?.output) ?? [])],
    video: isOriginal ? null : video,
    packets,
    masks,
    bits: bitsOf(plan, video, output(plan.importedBits), masks, sequence?.output ?? null),
    objectBits: [...(figuresOf(plan.objectBits, graph)?.figures ?? [])],
    maskErrors: [...(figuresOf(plan.maskErrors, graph)?.figures ?? [])],
    seconds: secondsOf(plan, graph, output),
    notes: [
      ...notesOf(plan, video, supplied?.masks != null, output),
      ...blockNotes(plan, video, graph),
    ],
    provider: isAnnotated ? null : sources.provider,
    complete: isComplete(plan, graph),
    waiting: '',
    problem: problemOf(plan, graph),
  };
  return { ...column, waiting: waitingText(plan, graph, sources.read) };
}

function doneNode<T>(graph: StageGraph, stage: Stage<T>): StageNode<T> | null {
  const node = graph.node(stage);
  return node?.status === 'done' ? node : null;
}

type Output = <T>(stage: Stage<T> | null) => T | null;

function shownFrames(
  graph: StageGraph,
  stage: ColumnPlan['pictures'],
  scores: ColumnPlan['pictureScores'],
): ShownFrames {
  const node = stage && graph.node(stage);
  return {
    frames: node?.output?.frames ?? null,
    ready: [...(node?.ready ?? [])],
    quality: [...((scores && graph.node(scores)?.output) ?? [])],
  };
}

function codedMasks(
  plan: ColumnPlan,
  video: VideoStream | null,
  output: Output,
): CodedMasks | null {
  const decoded = output(plan.decodedMasks);
  const coded = output(plan.codedMasks);
  const carried = output(plan.stream)?.masks;
  if (!decoded || !video) return null;
  const { maps, scale } = decoded;
  if (coded) {
    const original = output(plan.vos)?.maps ?? null;
    const { packets, settings } = coded;
    return { packets, settings, original, maps, scale, bits: maskBits(video, packets) };
  }
  if (!carried) return null;
  return {
    packets: carried.packets,
    settings: null,
    original: null,
    maps,
    scale,
    bits: carried.bits,
  };
}

/** {@link carriedMaskBits}, counted once: the state is read after every frame. */
function maskBits({ packets }: VideoStream, masks: readonly Uint8Array[]): number {
  const counts = counted.get(packets) ?? new WeakMap<object, number>();
  counted.set(packets, counts);
  const bits = counts.get(masks) ?? carriedMaskBits(packets, masks);
  counts.set(masks, bits);
  return bits;
}

const counted = new WeakMap<object, WeakMap<object, number>>();

function bitsOf(
  { spec, importedBits }: ColumnPlan,
  video: VideoStream | null,
  imported: ImportedBits | null,
  masks: CodedMasks | null,
  sequence: OpenSequence | null,
): ColumnBits | null {
  if (!sequence || spec.pictures.source === 'original') return null;
  const { frames } = sequence;
  if (spec.masks.source === 'coded' && !masks) return null;
  const maskRate = masks ? masks.bits / pixelsOf(frames.size, frames.count) : 0;
  const bytes = importedBits ? imported?.bytes : video && bytesOf(video.packets);
  if (bytes == null) return null;
  const pixels = pixelsOf(frames.size, frames.count);
  const rate = video ? bitsPerPixel(video) : (8 * bytes) / pixels;
  return { video: rate, masks: maskRate, total: rate + maskRate };
}

function pixelsOf({ width, height }: FrameSize, count: number): number {
  return count * width * height;
}

function secondsOf(plan: ColumnPlan, graph: StageGraph, output: Output): ColumnState['seconds'] {
  const spent = (stage: Stage | null) => (stage && graph.node(stage)?.seconds) ?? 0;
  const isSupplied = plan.spec.pictures.source === 'stream';
  const supplied = isSupplied ? output(plan.stream)?.video.seconds : 0;
  const isCarried = plan.spec.masks.source === 'coded' && !plan.codedMasks;
  return {
    ...NO_SECONDS,
    encode: output(plan.encode)?.seconds ?? 0,
    decode: plan.encode ? decodeSeconds(plan, output) : (supplied ?? 0),
    enhance: spent(plan.enhance),
    vos: isCarried ? 0 : spent(plan.vos),
    maskEncode: output(plan.codedMasks)?.seconds ?? 0,
    maskDecode: output(plan.decodedMasks)?.seconds ?? 0,
    maskRefine: spent(plan.refine),
  };
}

function decodeSeconds({ decoded }: ColumnPlan, output: Output): number {
  const video = output(decoded);
  return video && 'seconds' in video && typeof video.seconds === 'number' ? video.seconds : 0;
}

function notesOf(
  plan: ColumnPlan,
  video: VideoStream | null,
  carriesMasks: boolean,
  output: Output,
): string[] {
  const { spec, search, crf } = plan;
  const notes: (string | null | undefined)[] = [];
  const isStream = spec.pictures.source === 'stream';
  if (isStream && spec.enhanced && video && encodedCrf(video) === null) {
    notes.push(
      `${video.title} does not contain its CRF. The enhancer used the CRF chosen here, ${crf}.`,
    );
  }
  notes.push(...(output(plan.decoded)?.notes ?? []));
  notes.push(...(output(plan.decodedMasks)?.notes ?? []), output(plan.importedBits)?.note);
  if (spec.pictures.source === 'import' && carriesMasks) {
    notes.push('The stream carries masks, which are neither used nor counted here.');
  }
  const found = output(search)?.found;
  if (found && !found.reached) {
    notes.push(`No CRF reaches the wanted rate; CRF ${found.crf} is the nearest.`);
  }
  return notes.filter((note) => note != null);
}

/** Null also if not all of them can be made: sums over some frames would mislead. */
function figuresOf<Figure>(
  stage: Stage<BlockFigures<Figure>> | null,
  graph: StageGraph,
): BlockFigures<Figure> | null {
  if (!stage || graph.errorOf(stage) !== null) return null;
  return graph.node(stage)?.output ?? null;
}

/** Says which frames lack the figures of their blocks, and why. */
function blockNotes(plan: ColumnPlan, video: VideoStream | null, graph: StageGraph): string[] {
  const ofObjects = figuresOf(plan.objectBits, graph)?.faults ?? [];
  const ofMasks = figuresOf(plan.maskErrors, graph)?.faults ?? [];
  const faults = ofObjects.map((fault, frame) => fault ?? ofMasks[frame] ?? null);
  return video ? unreadFrames(faults, video.title) : [];
}

function isComplete(plan: ColumnPlan, graph: StageGraph): boolean {
  const { shown, others } = plan.goal;
  const isPlanned = plan.pictures && (plan.masks || plan.spec.masks.source === 'truth');
  const isSettled = (stage: Stage) =>
    doneNode(graph, stage) !== null || (isOfBlocks(plan, stage) && graph.errorOf(stage) !== null);
  return Boolean(isPlanned) && [...shown, ...others].every(isSettled);
}

/** Figures of blocks depend on other columns' masks, whose failure is not that of this column. */
function isOfBlocks({ objectBits, maskErrors }: ColumnPlan, stage: Stage): boolean {
  return stage === objectBits || stage === maskErrors;
}

function problemOf(plan: ColumnPlan, graph: StageGraph): string | null {
  const { shown, others } = plan.goal;
  for (const stage of [...shown, ...others.filter((stage) => !isOfBlocks(plan, stage))]) {
    const error = graph.errorOf(stage);
    if (error !== null) return describeError(error);
  }
  return null;
}
