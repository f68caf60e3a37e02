import { columnKind } from '../results/columnSpec.ts';
import type { Provenance } from '../results/resultSchema.ts';
import type { Truth } from '../sequence/readTruth.ts';
import type { ColumnState, ExperimentState, ShownFrames } from './experimentState.ts';
import { exactPictures, type Run, type RunColumn, type RunPictures } from './run.ts';

/**
 * A finished experiment as a run: its complete columns, and the annotations that its columns show.
 *
 * @param annotated for each frame, true if it has an annotation
 * @param memoryFrames most memory frames of STCN and R50-AOTL; null for no limit
 */
export function runOf(
  experiment: ExperimentState,
  provenance: Provenance,
  {
    annotated,
    memoryFrames,
  }: { readonly annotated: readonly boolean[]; readonly memoryFrames: number | null },
): Run {
  const pictures = new SharedPictures();
  const complete = experiment.columns.filter((column) => column.complete);
  const original = complete.find(({ spec }) => spec.pictures.source === 'original');
  const truth = complete.find(({ spec }) => columnKind(spec) === 'truth')?.maps;
  return {
    name: experiment.sequenceName ?? '',
    size: experiment.size,
    frameCount: experiment.frameCount,
    frameRate: experiment.frameRate,
    objectIds: experiment.objectIds,
    scoredIds: experiment.scoredIds,
    memoryFrames,
    original: original ? pictures.of(original.pictures) : null,
    truth: truth ? truthOf(truth, annotated, experiment.objectIds) : null,
    columns: complete.map((column) => runColumn(column, experiment, pictures)),
    provenance,
  };
}

function truthOf(
  maps: Truth['maps'],
  annotated: readonly boolean[],
  objectIds: readonly number[],
): Truth {
  return { maps, annotated, objectIds };
}

function runColumn(
  column: ColumnState,
  experiment: ExperimentState,
  pictures: SharedPictures,
): RunColumn {
  const { spec, masks, video } = column;
  const kind = columnKind(spec);
  const isImport = kind === 'imported';
  return {
    spec,
    title: isImport ? column.title : null,
    crf: column.crf,
    rateReached: column.search?.found?.reached ?? true,
    pictures: pictures.of(column.pictures),
    decoded: pictures.of(column.decoded),
    maps: column.maps,
    scores: column.scores,
    quality: column.pictures.quality,
    decodedQuality: column.decoded.quality,
    seconds: column.seconds,
    notes: column.notes,
    provider: column.provider,
    video: isImport ? null : video,
    imported: isImport ? importOf(column, experiment, column.packets) : null,
    masks: masks && {
      packets: masks.packets,
      settings: masks.settings,
      scale: masks.scale,
      bits: masks.bits,
    },
  };
}

function importOf(
  { bits }: ColumnState,
  { size, frameCount }: ExperimentState,
  packets: ColumnState['packets'],
): RunColumn['imported'] {
  const pixels = size.width * size.height * frameCount;
  return { bytes: bits && Math.round((bits.video * pixels) / 8), packets, note: null };
}

/** Pictures that several columns show are stored once. */
class SharedPictures {
  private readonly known = new Map<SharedArrayBuffer, RunPictures>();

  of({ frames }: ShownFrames): RunPictures | null {
    if (!frames) return null;
    const pictures = this.known.get(frames.buffer) ?? exactPictures(frames);
    this.known.set(frames.buffer, pictures);
    return pictures;
  }
}
