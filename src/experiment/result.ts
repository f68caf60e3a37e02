import { encodedCrf } from '../codec/encodedVideo.ts';
import { type ComputedColumn, columnText, isCoded } from '../results/columns.ts';
import type {
  ColumnResult,
  ObjectResult,
  Provenance,
  SequenceResult,
} from '../results/resultSchema.ts';
import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import { summarizeSequence, summarizeSet } from '../scoring/statistics.ts';
import { columnBits } from './columnSummary.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ColumnSeconds, ColumnState, ExperimentState } from './experimentState.ts';

export type {
  ColumnResult,
  ObjectResult,
  Provenance,
  SequenceResult,
} from '../results/resultSchema.ts';

/** Mean of a column over a set of sequences. */
export type ColumnMean = Omit<ColumnResult, 'provider' | 'objects' | 'notes' | 'vosAt'>;

/** The columns that were asked for and are whole: every frame is segmented and scored. */
export function wholeColumns(
  { columns, frameCount, importedTitle }: ExperimentState,
  configuration: Pick<ExperimentConfiguration, 'columns'>,
): ComputedColumn[] {
  const imported = importedTitle !== null ? (['imported'] as const) : [];
  return [...configuration.columns, ...imported].filter((name) => {
    const { problem, mapsReady } = columns[name];
    return problem === null && frameCount > 0 && mapsReady === frameCount;
  });
}

/** The result of an experiment that has ended: its whole columns. */
export function sequenceResult(
  experiment: ExperimentState,
  configuration: ExperimentConfiguration,
  provenance: Provenance,
): SequenceResult {
  const { crf, targetBpp, keyint, network, memoryFrames } = configuration;
  const { ours, maskQuality, frameLimit } = configuration;
  const columns: Partial<Record<ComputedColumn, ColumnResult>> = {};
  for (const name of wholeColumns(experiment, configuration)) {
    columns[name] = columnResult(name, experiment);
  }
  const given = experiment.video?.settings === null ? experiment.video : null;
  return {
    name: experiment.sequenceName ?? '',
    frames: experiment.frameCount,
    size: experiment.size,
    frameRate: experiment.frameRate,
    configuration: {
      // Of a stream that was given, the CRF and the rate are its own.
      crf: (given && encodedCrf(given)) ?? crf,
      targetBpp: given ? null : targetBpp,
      ...{ keyint, network, memoryFrames, ours, frameLimit },
      maskQuality: ours === 'coded' && !carriesMasks(experiment) ? maskQuality : null,
    },
    columns,
    provenance: { ...provenance, givenFiles: filesOf(columns, provenance) },
  };
}

/** The same result with another title for what was imported. */
export function retitled(result: SequenceResult, title: string): SequenceResult {
  const { imported } = result.columns;
  if (!imported || imported.title === title) return result;
  return { ...result, columns: { ...result.columns, imported: { ...imported, title } } };
}

/** The files that these columns were made from: one that was refused made none. */
function filesOf(
  columns: SequenceResult['columns'],
  { givenFiles }: Provenance,
): Provenance['givenFiles'] {
  return givenFiles.filter(({ role }) =>
    role === 'x265 stream' ? columns.x265 || columns.ours : columns.imported,
  );
}

function columnResult(name: ComputedColumn, experiment: ExperimentState): ColumnResult {
  const column = experiment.columns[name];
  const text = columnText(name, experiment.ours);
  const picture = isCoded(name) ? meanPictureQuality(column.quality) : null;
  const { J, F, JF, objects } = summarizeSequence(column.scores);
  const video = name === 'x265' || name === 'ours' ? experiment.video : null;
  return {
    title: (name === 'imported' ? experiment.importedTitle : null) ?? text.title,
    masks: text.masks,
    crf: video && encodedCrf(video),
    notes: column.notes,
    bpp: columnBits(name, experiment),
    J,
    F,
    JF,
    psnrY: picture?.psnrY ?? null,
    picture,
    seconds: column.seconds,
    vosAt: vosSide(name, experiment),
    objects: objects.map((object, index) => ({
      id: experiment.scoredIds[index] ?? index + 1,
      J: object.J,
      F: object.F,
      JF: object.JF,
      frames: frameScores(column, index),
    })),
    provider: experiment.provider?.provider ?? 'wasm',
  };
}

/** True where the masks of ours came in a given stream. */
function carriesMasks({ masks }: ExperimentState): boolean {
  return masks?.settings === null;
}

function vosSide(name: ComputedColumn, experiment: ExperimentState): ColumnResult['vosAt'] {
  if (name !== 'ours' || experiment.ours === 'enhanced') return 'decoder';
  return carriesMasks(experiment) ? 'elsewhere' : 'encoder';
}

function frameScores({ scores }: ColumnState, object: number): ObjectResult['frames'] {
  return {
    J: scores.map((score) => score?.J[object] ?? null),
    F: scores.map((score) => score?.F[object] ?? null),
  };
}

/**
 * Mean of columns of one kind, of different sequences. Scores are means over all objects, as the
 * official evaluation's global figures; bits, PSNR and times are means over the sequences. A figure
 * that some sequence lacks is null.
 */
export function meanColumn(columns: readonly ColumnResult[]): ColumnMean {
  const optional = (pick: (column: ColumnResult) => number | null | undefined): number | null => {
    const known = columns.map(pick).filter((value) => typeof value === 'number');
    if (known.length < columns.length) return null;
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const same = (pick: (column: ColumnResult) => string) =>
    [...new Set(columns.map(pick))].join(', ');
  const seconds = (part: keyof ColumnSeconds) =>
    optional((column) => column.seconds[part]) ?? Number.NaN;
  const { J, F, JF } = summarizeSet(columns);
  const video = optional((column) => column.bpp?.video);
  const masks = optional((column) => column.bpp?.masks);
  return {
    title: same((column) => column.title),
    masks: same((column) => column.masks),
    crf: optional((column) => column.crf),
    bpp: video !== null && masks !== null ? { video, masks, total: video + masks } : null,
    J,
    F,
    JF,
    psnrY: optional((column) => column.psnrY),
    picture: meanPictureQuality(columns.map((column) => column.picture)),
    seconds: {
      encode: seconds('encode'),
      decode: seconds('decode'),
      enhance: seconds('enhance'),
      vos: seconds('vos'),
      maskEncode: seconds('maskEncode'),
      maskDecode: seconds('maskDecode'),
      maskRefine: seconds('maskRefine'),
    },
  };
}
